"""Videos, galleries and podcasts with a line or two of text."""

from __future__ import annotations

from tests.pages.chrome import json_ld, metas, page
from tests.pages.kinds import refused

_SHOT = '<figure><img src="/{n}.jpg" alt=""><figcaption>{text}</figcaption></figure>'
MEDIA = (
    refused(
        "video-page",
        "video",
        page(
            "Video: Ferry pulled free off Valmere",
            """<main><h1>Ferry pulled free off Valmere</h1><div class="player"><video src="/v.mp4"></video></div>
            <p>Watch the moment that two tugs free the ferry from the sandbank at high tide on Tuesday.</p></main>""",
            head=metas(og__type="video.other")
            + json_ld("VideoObject", name="Ferry pulled free", uploadDate="2026-03-10"),
        ),
        "/video/ferry-pulled-free",
    ),
    refused(
        "video-de",
        "video",
        page(
            "Fähre freigeschleppt – Video",
            """<main><h1>Fähre freigeschleppt</h1><div class="videoplayer" data-id="1"></div><p>Zwei Schlepper haben
            die Fähre am Dienstag bei Hochwasser von der Sandbank gezogen. Die Bilder des Tages im
            Video.</p></main>""",
            lang="de",
            head=metas(og__type="video") + json_ld("VideoObject", name="Fähre", duration="PT1M2S"),
        ),
        "/videos/faehre-100",
    ),
    refused(
        "gallery",
        "gallery",
        page(
            "In pictures: the tram returns",
            "<main><h1>In pictures: the tram returns</h1><p>Crowds lined Quay Street on Sunday.</p>"
            + "".join(
                _SHOT.format(n=n, text=f"{n} of 14. A passenger waves from the first tram.") for n in range(1, 15)
            )
            + "</main>",
            head=metas(og__type="article") + json_ld("ImageGallery", name="The tram returns"),
        ),
        "/gallery/tram-returns",
    ),
    refused(
        "gallery-de",
        "gallery",
        page(
            "Fotostrecke: Die Straßenbahn kehrt zurück",
            "<main><h1>Die Straßenbahn kehrt zurück</h1>"
            + "".join(_SHOT.format(n=n, text=f"Bild {n} von 9: Erste Fahrt über die Brücke") for n in range(1, 10))
            + "</main>",
            lang="de",
        ),
        "/fotostrecke/strassenbahn-1",
    ),
    refused(
        "podcast",
        "audio",
        page(
            "Tideline podcast: who pays for the quay?",
            """<main><h1>Who pays for the quay?</h1><audio src="/e12.mp3"></audio><p>In episode 12 our reporters talk
            about the bill that nobody wanted. Listen wherever you get your podcasts.</p></main>""",
            head=json_ld("PodcastEpisode", name="Who pays for the quay?", datePublished="2026-03-10"),
        ),
        "/podcasts/tideline/12",
    ),
    refused(
        "podcast-fr",
        "audio",
        page(
            "Le podcast du soir",
            """<main><h1>Qui paiera le quai ?</h1><div class="player-audio"><audio src="/e.mp3"></audio></div><p>Notre
            journaliste raconte en douze minutes les coulisses du vote. À écouter sur toutes les
            plateformes.</p></main>""",
            lang="fr",
            head=metas(og__type="music.song") + json_ld("AudioObject", name="Qui paiera"),
        ),
        "/podcasts/quai",
    ),
)
