-- A store as the first release left it: 3 sources, 5 items, 2 articles, an edition, a receipt.
CREATE TABLE sources (
    url VARCHAR NOT NULL,
    name VARCHAR,
    title VARCHAR,
    followed INTEGER NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    read_at VARCHAR(27),
    failed_at VARCHAR(27),
    failures INTEGER NOT NULL,
    failure VARCHAR NOT NULL,
    PRIMARY KEY (url)
);
CREATE TABLE items (
    id VARCHAR(64) NOT NULL,
    source VARCHAR NOT NULL,
    source_name VARCHAR NOT NULL,
    section VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    published VARCHAR(27),
    excerpt VARCHAR NOT NULL,
    authors JSON NOT NULL,
    language VARCHAR,
    position INTEGER NOT NULL,
    weight FLOAT NOT NULL,
    first_seen VARCHAR(27) NOT NULL,
    state VARCHAR(8) NOT NULL,
    attempts INTEGER NOT NULL,
    retry_at VARCHAR(27),
    failed INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,
    digest VARCHAR(64),
    moment VARCHAR(27) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(source) REFERENCES sources (url)
);
CREATE TABLE articles (
    id VARCHAR(64) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    text_from VARCHAR(4) NOT NULL,
    authors JSON NOT NULL,
    published VARCHAR(27),
    language VARCHAR NOT NULL,
    image JSON,
    PRIMARY KEY (id, digest),
    FOREIGN KEY(id) REFERENCES items (id)
);
CREATE TABLE editions (
    "key" VARCHAR(200) NOT NULL,
    briefing VARCHAR(180) NOT NULL,
    date VARCHAR(10) NOT NULL,
    closes VARCHAR(27) NOT NULL,
    document VARCHAR NOT NULL,
    recipe VARCHAR NOT NULL,
    decisions VARCHAR NOT NULL,
    made_at VARCHAR(27) NOT NULL,
    PRIMARY KEY ("key")
);
CREATE TABLE deliveries (
    edition VARCHAR(200) NOT NULL,
    channel VARCHAR(200) NOT NULL,
    recipient VARCHAR(1000) NOT NULL,
    state VARCHAR(10) NOT NULL,
    at VARCHAR(27) NOT NULL,
    attempts INTEGER NOT NULL,
    message_id VARCHAR NOT NULL,
    reply VARCHAR NOT NULL,
    retry_at VARCHAR(27),
    PRIMARY KEY (edition, channel, recipient),
    FOREIGN KEY(edition) REFERENCES editions ("key")
);
CREATE TABLE leases (
    name VARCHAR(200) NOT NULL,
    holder VARCHAR NOT NULL,
    expires VARCHAR(27) NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE meta (
    name VARCHAR(40) NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
);
CREATE INDEX editions_by_date ON editions (briefing, date);
CREATE INDEX items_by_moment ON items (moment);
CREATE INDEX items_by_state ON items (state, retry_at);
CREATE INDEX items_by_url ON items (url);
INSERT INTO "sources" VALUES('https://quarry.example/feed',NULL,NULL,1,NULL,NULL,NULL,NULL,0,'');
INSERT INTO "sources" VALUES('https://meridian.example/feed','Meridian','The Meridian',1,'"a"','Tue, 15 Sep 2026 09:00:00 GMT','2026-09-16T01:30:00.000000Z',NULL,0,'');
INSERT INTO "sources" VALUES('https://harbour.example/feed',NULL,NULL,1,NULL,NULL,'2026-09-16T01:30:00.000000Z','2026-09-16T05:30:00.000000Z',2,'the server said 502');
INSERT INTO "items" VALUES('2222222222222222','https://meridian.example/feed','Meridian','World','https://meridian.example/','Ferry afloat again','2026-09-16T00:30:00.000000Z','','[]','en',0,1.0,'2026-09-16T01:30:00.000000Z','pending',0,NULL,0,'',NULL,'2026-09-16T00:30:00.000000Z');
INSERT INTO "items" VALUES('1111111111111111','https://meridian.example/feed','Meridian','World','https://meridian.example/','Ferry runs aground','2026-09-16T00:30:00.000000Z','','[]','en',0,1.0,'2026-09-16T01:30:00.000000Z','pending',0,NULL,0,'',NULL,'2026-09-16T00:30:00.000000Z');
INSERT INTO "items" VALUES('8eff513f6899ed76','https://meridian.example/feed','Meridian','World','https://meridian.example/bread-prices-fall-again','Bread prices fall again','2026-09-16T00:30:00.000000Z','','[]','en',0,1.0,'2026-09-16T01:30:00.000000Z','pending',0,NULL,0,'',NULL,'2026-09-16T00:30:00.000000Z');
INSERT INTO "items" VALUES('16b9c82aaae84e8a','https://meridian.example/feed','Meridian','World','https://meridian.example/parliament-passes-the-harbour-bill','Parliament passes the harbour bill','2026-09-16T00:30:00.000000Z','','[]','en',0,1.0,'2026-09-16T01:30:00.000000Z','done',1,NULL,0,'read','879a5022c461fbb1e76678d2fccd178d4e0d0ff6c40e87d0566c1d9f4e5c965d','2026-09-16T00:30:00.000000Z');
INSERT INTO "items" VALUES('a62951b1ea55ee76','https://harbour.example/feed','Harbour','World','https://harbour.example/orchard-replanted','Orchard replanted','2026-09-16T00:30:00.000000Z','','[]','en',0,1.0,'2026-09-16T01:30:00.000000Z','pending',1,'2026-09-16T07:00:00.000000Z',1,'the server said 403','77ecb9abf08ec92bd914e2e616bdbe2112964178f0de876a230a9c12003f5f8b','2026-09-16T00:30:00.000000Z');
INSERT INTO "articles" VALUES('16b9c82aaae84e8a','879a5022c461fbb1e76678d2fccd178d4e0d0ff6c40e87d0566c1d9f4e5c965d','https://meridian.example/parliament-passes-the-harbour-bill','Parliament passes the harbour bill','Parliament passed the harbour bill on Tuesday by 61 votes to 44. The law takes effect in March.','page','[]','2026-09-16T00:30:00.000000Z','en','null');
INSERT INTO "articles" VALUES('a62951b1ea55ee76','77ecb9abf08ec92bd914e2e616bdbe2112964178f0de876a230a9c12003f5f8b','https://harbour.example/orchard-replanted','Orchard replanted','The orchard was replanted.','feed','[]','2026-09-16T00:30:00.000000Z','en','null');
INSERT INTO "editions" VALUES('daily/2026-09-16','daily','2026-09-16','2026-09-16T06:30:00.000000Z','{"schema": "briefing-edition/1", "id": "daily/2026-09-16", "title": "Daily Briefing", "subject": "Parliament passes the harbour bill", "preheader": "", "language": "en", "timezone": "UTC", "date": "2026-09-16", "window": {"opens": "2026-09-15T06:30:00Z", "closes": "2026-09-16T06:30:00Z"}, "previous": null, "words": 20, "minutes": 0.1, "quiet": false, "recipe": "sha256:0", "note": "", "postal_address": "", "unsubscribe": "", "sections": [{"name": "Top stories", "briefs": [{"story": "s-1", "kind": "lead", "status": "new", "headline": "Parliament passes the harbour bill", "quotes": [{"text": "Parliament passed the harbour bill on Tuesday by 61 votes to 44.", "article": "16b9c82aaae84e8a", "start": 0, "end": 64, "trimmed": false}], "articles": [{"id": "16b9c82aaae84e8a", "url": "https://meridian.example/parliament-passes-the-harbour-bill", "title": "Parliament passes the harbour bill", "source": "Meridian", "published": "2026-09-16T00:30:00Z", "language": "en", "text_from": "page", "digest": "879a5022c461fbb1e76678d2fccd178d4e0d0ff6c40e87d0566c1d9f4e5c965d"}], "score": 1.5, "reasons": [{"name": "outlets", "points": 1.5, "because": "told by 1 outlet: Meridian"}], "image": null}]}], "inputs": [["16b9c82aaae84e8a", "879a5022c461fbb1e76678d2fccd178d4e0d0ff6c40e87d0566c1d9f4e5c965d"]], "failures": [], "counts": {"feeds": 0, "feeds_failed": 0, "articles": 0, "articles_new": 0, "pages_failed": 0, "stories": 0, "printed": 0}}','{"briefing": "daily", "full_stories": 5, "language": "en", "least_stories": 3, "lookback": 259200.0, "mute": [], "note": "", "one_liners": 10, "postal_address": "", "section_weights": [], "sections": [], "sentences": 3, "summarizer": "extractive", "threshold": 0.2, "timezone": "UTC", "title": "Daily Briefing", "unsubscribe": "", "version": "0.1", "words": 1000}','[]','2026-09-16T06:30:00.000000Z');
INSERT INTO "deliveries" VALUES('daily/2026-09-16','mail','ann@example.org','sent','2026-09-16T06:30:00.000000Z',1,'<1@x>','',NULL);
INSERT INTO "meta" VALUES('schema','1');
