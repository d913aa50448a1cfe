"""The words of the staff pages' frame and of their cases and bookings, in both languages."""

from knowledge.errors import Lang

WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "staff_pages": "工作台",
        "navigation": "工作台导航",
        "skip_content": "跳到正文",
        "cases": "转人工",
        "bookings": "预约",
        "transcripts": "对话复核",
        "runs": "评测",
        "sign_in": "登录",
        "sign_out": "退出",
        "signed_in_as": "当前账号",
        "sign_in_title": "工作人员登录",
        "account": "账号",
        "password": "密码",
        "to_chat": "返回访客对话页",
        "to_cases": "返回转人工列表",
    },
    "en": {
        "staff_pages": "Staff",
        "navigation": "Staff pages",
        "skip_content": "Skip to the content",
        "cases": "Cases",
        "bookings": "Bookings",
        "transcripts": "Transcripts",
        "runs": "Evaluation runs",
        "sign_in": "Sign in",
        "sign_out": "Sign out",
        "signed_in_as": "Signed in as",
        "sign_in_title": "Staff sign-in",
        "account": "Name",
        "password": "Password",
        "to_chat": "Back to the visitors' chat",
        "to_cases": "Back to the cases",
    },
}
