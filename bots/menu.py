"""The commands of `ipsteward`: where each is, and what it does in a line, in both languages."""

COMMANDS: dict[str, tuple[str, str, str]] = {  # the module and name of each, and what it does, zh and en
    "demo": (
        "bots.commands.demo:demo",
        "在空的数据目录里装入样例中心，并打开网页对话",
        "fill an empty home with the sample centre and open the web chat",
    ),
    "ingest": (
        "bots.commands.ingest:ingest",
        "导入文件：新增、改动、未变、移除",
        "index documents: new, changed, unchanged, removed",
    ),
    "worker": (
        "bots.commands.queued:worker",
        "处理排队的导入（PostgreSQL），可多个同时运行",
        "do queued ingests (PostgreSQL), beside other workers",
    ),
    "docs": (
        "bots.commands.docs:docs",
        "文件及其版本：list、show、history、diff、rollback、remove",
        "documents and their versions: list, show, history, diff, rollback, remove",
    ),
    "watch": (
        "bots.commands.watch:watch",
        "定期重读的文件夹和网址；等待审核的变更",
        "folders and addresses read on a schedule; changes that wait for staff",
    ),
    "search": (
        "bots.commands.search:search",
        "像助手那样检索片段",
        "look passages up, as the assistant does",
    ),
    "ask": (
        "bots.commands.talk:ask",
        "问一个问题",
        "ask one question",
    ),
    "chat": (
        "bots.commands.talk:chat",
        "在终端对话，或运行脚本",
        "talk in the terminal, or play a script",
    ),
    "serve": (
        "bots.commands.serve:serve",
        "网页对话、HTTP 接口和工作人员页面",
        "web chat, HTTP API and staff pages",
    ),
    "telegram": (
        "bots.commands.telegram:telegram",
        "在 Telegram 上回答（轮询）",
        "answer on Telegram, by polling",
    ),
    "catalog": (
        "bots.commands.catalog:catalog",
        "机构、服务、顾问、时间和项目",
        "organizations, services, advisers, hours, programmes",
    ),
    "bookings": (
        "bots.commands.bookings:bookings",
        "预约：list、show、approve、decline、cancel",
        "what is booked: list, show, approve, decline, cancel",
    ),
    "slots": (
        "bots.commands.bookings:slots",
        "一项服务的空闲时间",
        "free times of a service",
    ),
    "staff": (
        "bots.commands.staff:staff",
        "工作人员页面的账号：add、list、password、disable",
        "accounts for the staff pages: add, list, password, disable",
    ),
    "reviews": (
        "bots.commands.reviews:reviews",
        "评阅意见：export",
        "what reviewers said of replies: export",
    ),
    "patents": (
        "bots.commands.patents:patents",
        "专利索引：import、search、show、landscape、embed",
        "the patent index: import, search, show, landscape, embed",
    ),
    "move": (
        "bots.commands.move:move",
        "把数据目录的数据库移入 PostgreSQL",
        "the home's database into PostgreSQL",
    ),
    "eval": (
        "evals.commands:evaluate",
        "评测检索、日期、对话和攻击",
        "measure retrieval, dates, conversations and attacks",
    ),
}
