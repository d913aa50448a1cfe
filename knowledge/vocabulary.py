"""The catalog's own words: kinds, modes, known matters, and what people call them before a centre adds its aliases."""

from collections.abc import Mapping

ORGANIZATION_KINDS = (
    "bank",
    "appraiser",
    "securities",
    "guarantee",
    "venture_capital",
    "insurer",
    "law_firm",
    "agency",
    "consultancy",
    "public_body",
    "service_centre",
    "workstation",
    "trademark_window",
    "tisc",
    "university_centre",
    "information_node",
    "outlet",
)
SERVICE_KINDS = (
    "consultation",
    "clinic",
    "examiner_session",
    "navigation",
    "pledge_loan",
    "insurance",
    "valuation",
    "legal",
    "agency",
    "training",
)
MODES = ("onsite", "video", "phone")
APPROVALS = ("auto", "staff")
HOLIDAY_STATES = ("closed", "working")

# A matter may go by any other word in a catalog; these are the ones that have everyday names without one.
MATTER_NAMES: Mapping[str, str] = {
    "patent": "专利 发明专利 实用新型 外观设计 专利权|patents|invention patent|utility model|design patent",
    "trademark": "商标 品牌注册 注册商标|trade mark|trademark|brand name|brand registration",
    "copyright": "著作权 版权 版权登记 作品登记|copyright|author's right",
    "software": "软著 软件著作权 软件登记 软件版权 计算机软件|software copyright|software registration",
    "trade_secret": "商业秘密 商业机密 技术秘密 保密协议 泄密|trade secret|know-how"
    "|nda|non-disclosure|confidential information",
    "filing": "专利申请 申请专利 商标申请|filing|patent application|patent filing|file a patent|apply for a patent",
    "search": "检索 查新 现有技术 查专利|prior art|prior-art search|patent search|novelty search",
    "examiner": "审查员 专利审查员|examiner|patent examiner",
    "navigation": "专利导航 导航 专利布局 专利分析 专利态势|patent navigation|patent landscape|patent mapping",
    "pledge": "质押 质押贷款 质押融资 专利质押 专利贷款 贷款 融资 贷 借款"
    "|pledge|pledge loan|pledge financing|ip-backed loan|patent-backed loan|ip loan|ip financing|loan|borrow",
    "guarantee": "担保 融资担保 贷款担保|guarantee|loan guarantee|credit guarantee|guarantor",
    "investment": "投资 股权融资 风险投资 投资人|investment|equity financing|investor|raise capital|venture funding",
    "valuation": "评估 估值 价值评估 专利评估 专利估值 值多少钱|valuation|value my patent|patent worth|appraisal",
    "securitization": "证券化 资产证券化|securitization|securitisation|asset-backed securities",
    "insurance": "保险 专利保险 投保 理赔|insurance|insure|patent insurance",
    "overseas": "海外 国外 境外 出海 国际申请 马德里 pct|overseas|abroad|foreign filing|madrid"
    "|going abroad|international filing",
    "litigation": "诉讼 打官司 官司 起诉 应诉 上法院|litigation|lawsuit|sue|sued|court|court case",
    "protection": "维权 侵权 被侵权 仿冒 假冒 山寨 抄袭|infringement|infringe|infringing|enforcement"
    "|counterfeit|copied my product",
    "complaint": "投诉 举报|complaint|report infringement",
    "contract": "合同 许可合同 技术合同 合同审查|contract|licence agreement|license agreement",
    "transfer": "转让 专利转让 专利许可 成果转化 技术转移|technology transfer|assignment|licensing"
    "|sell a patent|buy a patent",
    "management": "贯标 知识产权管理 管理体系 知识产权合规|ip management|ip management system|ip compliance",
    "fast_track": "快速预审 预审 优先审查 加快审查|fast track|prioritized examination|accelerated examination"
    "|pre-examination",
    "steward": "管家 知识产权管家|steward|ip steward|service steward",
    "training": "培训 课程 讲座 内训|training|course|workshop|seminar",
}

# One word may stand for several kinds: a "patent attorney" is a lawyer or an agent, depending on who speaks.
KIND_NAMES: Mapping[str, str] = {
    "bank": "银行|bank",
    "appraiser": "评估机构 评估公司 评估师|appraiser|appraisal company",
    "securities": "证券公司 券商|securities company|securities firm",
    "guarantee": "担保公司 担保机构|guarantee company",
    "venture_capital": "创投 风投 创投公司 创业投资公司|venture capital|venture capitalist|vc",
    "insurer": "保险公司 保险机构|insurer|insurance company",
    "law_firm": "律所 律师事务所 律师|law firm|lawyer|attorney|patent attorney|solicitor",
    "agency": "代理 代理机构 专利代理 代理人 代理师|agency|patent agency|patent agent|patent attorney",
    "consultancy": "咨询公司 咨询机构|consultancy|consulting firm|consulting company",
    "service_centre": "服务中心|service centre|service center",
    "workstation": "工作站|workstation",
    "trademark_window": "商标窗口 商标受理窗口|trademark window",
    "tisc": "tisc 技术与创新支持中心|technology and innovation support centre",
    "university_centre": "高校中心 大学中心|university centre|university center",
    "information_node": "信息网点|information node",
    "outlet": "网点|outlet",
    "clinic": "门诊|clinic",
    "legal": "律师 法律咨询 法律|lawyer|attorney|patent attorney|legal advice|legal consultation",
}

# Words that say nothing about which service is meant.
GENERIC = (
    "咨询 服务 专利 专利权 知识产权 产权 预约 辅导 面谈 协助 "
    "指导 中心 机构 公司 企业 专家 顾问 问题 办理 相关 业务 一对一 "
    "银行 律师事务所 律所 代理机构 样例 示例 有限公司|"
    "patent|intellectual|property|ip|consultation|consult|consulting|service|session|meeting|help|advice|advisory|"
    "coaching|appointment|expert|adviser|advisor|company|enterprise|booking|book|question|centre|center|sample|example|"
    "bank|firm|office|one|basic"
)


def words(line: str) -> list[str]:
    """The entries of a line above: those before the first bar are parted by blanks, the others by bars."""
    first, *others = line.split("|")
    return [*first.split(), *others]


FUNCTION_WORDS = frozenset(
    words(
        "a an and are about at be by can could do for from get have how i in is it like me my need of on or our please "
        "some that the their there this to us want we what when where which who will with would you your"
    )
)
