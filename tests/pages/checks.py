"""Checks for bots, and forms to log in or to register."""

from __future__ import annotations

from tests.pages.chrome import page
from tests.pages.kinds import fields, refused

CHECKS = (
    refused(
        "check-interstitial",
        "bot",
        b"""<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title><meta name="robots"
            content="noindex,nofollow"> <meta http-equiv="refresh" content="360"></head><body><div
            class="main-wrapper"><noscript>Enable JavaScript and cookies to
            continue</noscript></div><script>window._chl_opt={cZone:'x'};a=document.createElement('script');
            a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8a1';</script></body></html>""",
    ),
    refused(
        "check-device",
        "bot",
        b"""<html lang="en"><head><title>valleyherald.example</title><style>#cmsg{animation: A 1.5s;}</style></head>
            <body style="margin:0"><p id="cmsg">Please enable JS and disable any ad blocker</p> <script>var
            dd={'rt':'c','cid':'AHrlq','host':'geo.captcha-delivery.example'}</script> <script
            src="https://ct.captcha-delivery.example/c.js"></script></body></html>""",
    ),
    refused(
        "check-press-and-hold",
        "bot",
        b"""<html lang="en"><head><title>Access to this page has been denied.</title><meta name="robots"
            content="noindex, nofollow"></head><body> <section><h1>Before we continue</h1><p>Press &amp; Hold to
            confirm you are a human (and not a bot).</p><div id="px-captcha"></div> <p>Reference ID
            5c1b0a</p></section></body></html>""",
    ),
    refused(
        "check-edge-denied",
        "bot error",
        b"""<HTML><HEAD><TITLE>Access Denied</TITLE></HEAD><BODY><H1>Access Denied</H1>You don't have permission to
            access "http&#58;&#47;&#47;www&#46;valleyherald&#46;example&#47;news" on this
            server.<P>Reference&#32;&#35;18&#46;2f9</BODY></HTML>""",
    ),
    refused(
        "check-incident",
        "bot",
        b"""<html><head><META NAME="robots" CONTENT="noindex,nofollow"></head><body style="margin:0"> <iframe
            id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31" width="100%">Request unsuccessful. Incident ID:
            1170-4</iframe> </body></html>""",
    ),
    refused(
        "check-boxes-with-chrome",
        "bot",
        page(
            "The Meridian | Quick check",
            """<main><h1>One last thing before the news</h1><p>Our system noticed unusual activity coming from your
            network. To go on, please tick the box below so that we know you are a person and not a program.</p><div
            class="h-captcha" data-sitekey="1"></div> <script
            src="https://js.hcaptcha.example/1/api.js"></script><p>If you keep seeing this page, write to support and
            mention the event ID 77-ab.</p></main>""",
            around=False,
        ),
    ),
    refused(
        "check-browser-de",
        "bot",
        page(
            "Sicherheitsüberprüfung",
            """<div class="chk"><h1>Einen Augenblick</h1><p>Wir stellen sicher, dass Sie kein Roboter sind. Ihr
            Browser wird kurz geprüft; danach geht es automatisch weiter.</p><p>Bitte aktivieren Sie JavaScript und
            Cookies.</p></div>""",
            lang="de",
            chrome=False,
        ),
    ),
    refused(
        "check-robot-fr",
        "bot",
        page(
            "Vérification",
            """<div id="captcha-form"><h2>Êtes-vous un humain ?</h2><p>Un trafic inhabituel a été détecté depuis votre
            réseau. Faites glisser le curseur pour montrer que vous n’êtes pas un robot.</p></div>""",
            lang="fr",
            chrome=False,
        ),
    ),
    refused(
        "check-robot-ru",
        "bot",
        page(
            "Вы не робот?",
            """<form action="/checkcaptcha"><h1>Подтвердите, что запросы отправляли вы, а не робот</h1><p>Нам очень
            жаль, но запросы с вашего устройства похожи на автоматические. Почему это могло произойти?</p></form>""",
            lang="ru",
            chrome=False,
        ),
    ),
    refused(
        "check-robot-es",
        "bot",
        page(
            "Verificación de seguridad",
            """<div><h1>Compruebe que no es un robot</h1><p>Hemos detectado actividad sospechosa desde su conexión.
            Complete la prueba para seguir navegando.</p><div class="g-recaptcha"></div></div>""",
            lang="es",
            chrome=False,
        ),
    ),
)

FORMS = (
    refused(
        "login-page",
        "login",
        page(
            "Sign in - The Meridian",
            f"""<main><h1>Welcome back</h1><form action="/session"
            method="post">{fields("email=Email address", "password=Password")} <button>Continue</button><a
            href="/forgot">Forgotten it?</a></form><p>New to The Meridian? Create an account, it takes a
            minute.</p></main>""",
            around=False,
        ),
        "/account/signin?return=/politics/2026",
    ),
    refused(
        "login-de",
        "login",
        page(
            "Anmelden | Rheintaler Bote",
            f"""<main><h2>Melden Sie sich an</h2><form>{fields("email=E-Mail-Adresse", "password=Passwort")}
            <button>Weiter</button></form><p>Noch kein Konto? Jetzt kostenlos registrieren und Vorteile
            sichern.</p></main>""",
            lang="de",
            around=False,
        ),
        "/login",
    ),
    refused(
        "registration-wall",
        "login paywall",
        page(
            "Create your free account",
            f"""<main class="regwall"><h1>Register to keep reading</h1><p>It's free, and takes less than a minute.
            You'll also get our morning briefing and can save stories for
            later.</p><form>{fields("email=Your email")}<button>Next</button></form> <p>Already registered? Log
            in</p><p>By creating an account you agree to our terms of service and privacy policy.</p></main>""",
        ),
        "/register?next=%2Fworld",
    ),
    refused(
        "login-es",
        "login",
        page(
            "Iniciar sesión",
            f"""<div class="acceso"><h1>Accede a tu
            cuenta</h1><form>{fields("text=Correo electrónico", "password=Contraseña")}
            <button>Entrar</button></form><p>¿Has olvidado tu contraseña? ¿Aún no tienes cuenta? Regístrate
            gratis.</p></div>""",
            lang="es",
        ),
        "/usuarios/acceso",
    ),
    refused(
        "login-ja",
        "login",
        page(
            "ログイン｜白浜新報",
            f"""<div><h1>会員ログイン</h1><form>
            {fields("email=メールアドレス", "password=パスワード")}<button>ログインする</button></form>
            <p>会員登録がお済みでない方は、新規登録へお進みください。</p></div>""",
            lang="ja",
        ),
        "/auth",
    ),
    refused(
        "login-ru",
        "login",
        page(
            "Авторизация",
            f"""<div><h1>Вход в личный
            кабинет</h1><form>{fields("email=Почта", "password=Пароль")}<button>Войти</button></form> <p>Нет
            аккаунта? Зарегистрируйтесь за минуту.</p></div>""",
            lang="ru",
        ),
        "/auth",
    ),
)
