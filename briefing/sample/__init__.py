"""The news sample that ships with Briefing: two days of news, told by nine publishers, and a web server for it.

All people, places, institutions and events in it are invented.

`articles/` holds one file per article, `world` reads them (and so knows the truth: clean text and story of each),
`site` draws the publishers' feeds and pages, `server` serves them on loopback.
"""
