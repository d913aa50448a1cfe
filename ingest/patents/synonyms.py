"""What sets call the fields of a record, in zh and en; compared without case, blanks and punctuation."""

# The first synonym that a row fills wins.
SYNONYMS: dict[str, str] = {
    "number": "patentnumber patentno patnum publicationnumber publicationno pubno pubnumber publnumber "
    "documentnumber docnumber docno displaykey publicationdocnumber grantnumber patentid 授权公告号 "
    "公开公告号 公告公开号 公告号 公开号 专利号 公布号 公开公告专利号 专利公开号 专利公告号 文献号 id "
    "number 号码 lensid",
    "application_number": "applicationnumber applicationno appno "
    "appnumber applno applnumber applid applicationid serialnumber "
    "serialno serial 申请号 专利申请号",
    "reference": "reference casenumber docketnumber internalnumber 案卷号",
    "kind": "kindcode kind patentkind wipokind publicationkind doctype 文献种类代码 文献类型代码",
    "country": "country countrycode office officecode publicationcountry publicationauthority authority jurisdiction "
    "country_code 国家 国别 国家代码 公开国别 公开国家 专利局 受理局",
    "title": "title inventiontitle titleofinvention patenttitle titleen titlezh titleenglish name 标题 名称 "
    "发明名称 专利名称 专利标题 题名 标题中文 标题英文",
    "abstract": "abstract patentabstract abstracttext abstracten abstractzh summary 摘要 文摘 摘要中文 摘要英文",
    "applicants": "applicants applicant assignees assignee applicantnames applicantname assigneename assigneenames "
    "assigneeorganization currentassignee originalassignee patentee patentees owner owners proprietor "
    "patentowner 申请人 申请专利权人 申请人专利权人 专利权人 当前专利权人 权利人 申请权利人 "
    "当前申请专利权人 原始申请专利权人 第一申请人",
    "inventors": "inventors inventor inventornames inventorname inventorsshort 发明人 发明设计人 设计人 发明人设计人 "
    "第一发明人",
    "ipc": "ipc ipcs ipcclass ipcclasses ipccode ipccodes ipcr ipcclassification ipcclassifications mainipc "
    "internationalclassification internationalpatentclassification iclass 分类号 国际分类号 "
    "国际专利分类号 主分类号 ipc分类号 ipc分类 ipc主分类号 主ipc ipc号",
    "cpc": "cpc cpcs cpcclass cpcclasses cpccode cpccodes cpcclassification cpcclassifications cpcsymbols "
    "maincpc cpc分类号 cpc分类 主cpc",
    "filing_date": "filingdate applicationdate appdate applicationfilingdate datefiled fileddate filed 申请日 申请日期 "
    "申请时间",
    "priority_date": "prioritydate earliestprioritydate prioritydates 优先权日 最早优先权日 优先权日期",
    "publication_date": "publicationdate pubdate "
    "publdate datepublished publisheddate publicationdocumentdate 公开日 公布日 "
    "公开日期 公开公告日 公告公开日 公布日期 公开公告日期 发布日期 date",
    "grant_date": "grantdate patentdate issuedate dateissued granted grantedon 授权日 授权公告日 授权日期 公告日 "
    "公告日期",
    "expiry_date": "expirydate expirationdate expiry expiration expirydateestimated 到期日 失效日 届满日 专利到期日",
    "priority": "priority priorities prioritydata priorityclaims prioritynumbers 优先权 优先权号",
    "status": "status legalstatus patentstatus applicationstatus currentstatus 法律状态 专利状态 当前法律状态 状态",
    "lang": "lang language 语言 语种",
    "source": "source dataset 来源 数据来源",
}  # fmt: skip

# Fields that only data of the United States office has: its rows write their numbers without a country.
AMERICAN = frozenset(
    "artunit groupartunit technologycenter examinername uspc uspcclass seriescode patenttitle patentabstract patentid "
    "assigneeorganization wipokind".split()
)
