"""The sign-in page speaks Korean first and follows the reader's theme, as the pool's managed page does on AWS (`lang=ko`).

ministack's page is in English alone, and light alone.
"""

from infra.local.cloud.hooks import require

# What its forms say, and what is said instead.
_WORDS = {
    ">Username<": ">아이디 <span lang=en>User name</span><",
    ">Password<": ">비밀번호 <span lang=en>Password</span><",
    ">Sign in<": ">로그인 <span lang=en>Sign in</span><",
    ">New password<": ">새 비밀번호 <span lang=en>New password</span><",
    ">Confirm new password<": ">한 번 더 <span lang=en>Once more</span><",
    ">Update password<": ">바꾸기 <span lang=en>Change</span><",
    "Incorrect username or password.": "아이디나 비밀번호가 맞지 않습니다. The name or the password is wrong.",
    "Passwords do not match.": "두 비밀번호가 서로 다릅니다. The two passwords differ.",
    "Password did not conform with policy": "비밀번호가 규칙에 맞지 않습니다 (the password breaks a rule)",
}
_HEADINGS = {"Sign in": "동네 직원 로그인", "Set a new password": "새 비밀번호"}
_STYLE = """
:root{color-scheme:light dark;--ground:#f4f5f6;--card:#fff;--ink:#1e2124;--quiet:#464c53;--edge:#58616a;--do:#256ef4;--bad:#bd2c0f}
@media(prefers-color-scheme:dark){:root{--ground:#000;--card:#1e2124;--ink:#f4f5f6;--quiet:#cdd1d5;--edge:#8a949e;--bad:#ffb4a3}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--ground);color:var(--ink);word-break:keep-all;
  font:17px/1.5 'Pretendard GOV','Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif}
main{background:var(--card);border-radius:12px;padding:32px;width:min(26rem,92vw)}
h1{font-size:1.5rem;margin:0 0 20px}
label{display:block;font-weight:600;margin-bottom:4px} label span,button span{font-weight:400}
input[type=text],input[type=password]{width:100%;min-height:48px;padding:8px 12px;font:inherit;color:inherit;background:transparent;
  border:1px solid var(--edge);border-radius:8px;margin-bottom:16px}
button{width:100%;min-height:48px;border:0;border-radius:8px;background:var(--do);color:#fff;font:inherit;font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--do);outline-offset:2px}
.error{color:var(--bad);border:1px solid;border-radius:8px;padding:10px 12px;margin-bottom:16px}
p{color:var(--quiet);font-size:15px;margin:16px 0 0}
"""
_HINT = (
    "이 컴퓨터의 도시입니다. 암호는 <code>make password WHO=clerk</code>가 알려 줍니다. "
    "<span lang=en>This is the city on your machine: <code>make password WHO=clerk</code> tells the password.</span>"
)


def speak_korean_first() -> None:
    from ministack.services import cognito

    require(cognito, "_page_shell", "_login_page_html")
    if "<h1>" not in cognito._page_shell("", "", ""):
        raise AttributeError("the sign-in page of ministack has another frame now")

    def page(title: str, heading: str, body: str) -> str:
        for said, instead in _WORDS.items():
            body = body.replace(said, instead)
        body = body.replace('class="error">', 'class="error" role="alert">')
        return (
            f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{_HEADINGS.get(heading, title)}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>'
            f"<body><main><h1>{_HEADINGS.get(heading, heading)}</h1>{body}<p>{_HINT}</p></main></body></html>"
        )

    cognito._page_shell = page
