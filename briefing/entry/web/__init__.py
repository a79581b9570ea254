"""The pages of `briefing serve`: starlette, plain HTML that works without JavaScript.

site      what every page is made with
guard     around everything: address, size, headers, the log
forms     a form that was sent, checked, and its answer
signup    the home page, sign-up, confirmation
own       a reader's own pages: leaving, choosing
archive   editions, stories, search, feeds; archive_pages says what is on them, kept_pages draws each once
desk      the operator's view
metrics   the same for programs
errands   the mails that these pages have sent
app       all of them together
"""
