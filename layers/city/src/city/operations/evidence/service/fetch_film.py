"""Fetches the film of a case, piece by piece, from where it is kept: again from the start, it fetches nothing twice."""

from dataclasses import dataclass

from city.aws.observability import count
from city.aws.queues import Queue
from city.aws.store import Folder
from city.kernel.errors import NotFound
from city.operations.evidence.errors import CaseChanged, HasSound
from city.operations.evidence.film import Film, GapReason, Piece, pass_piece
from city.operations.evidence.recordings import require_silence
from city.operations.evidence.tables.cases import Films, Holds
from city.operations.viewing.errors import ClipTooLarge
from city.operations.viewing.service.clip_film import ClipFilm

# In one turn; a minute of film is up to 80 MB, and takes some seconds.
PIECES_A_TURN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFilm:
    """`recordings`: where pieces go; `queue`: on which a case waits for its next turn."""

    films: Films
    holds: Holds
    clips: ClipFilm
    recordings: Folder
    queue: Queue

    def fetch(self, case_id: str) -> None:
        """The next pieces of a case; the rest in another turn. Nothing of a case whose hold was lifted: it is over.

        Raises CaseUnknown, and VideoUnreachable.
        """
        film = self.films.read(case_id)
        for _ in range(PIECES_A_TURN):
            if film.is_complete or not self.holds.is_in_force(case_id):
                return
            try:
                film = self.films.keep(pass_piece(film, self._missing(film, film.pieces[film.done])))
            except CaseChanged:
                # It is fetched in another turn at the same time, which goes on with it.
                return
        if not film.is_complete:
            self.queue.send(case_id)

    def _missing(self, film: Film, piece: Piece) -> GapReason | None:
        """Why this piece is not there; None once it is."""
        name = film.name_of(piece)
        if self.recordings.has(name):
            return None
        why: GapReason | None = None
        try:
            content = self.clips.clip(film.camera, piece.starts, piece.ends)
            if content is None:
                why = GapReason.NO_FILM
            else:
                require_silence(content)
                self.recordings.write(name, content, "video/mp4")
        except NotFound:
            why = GapReason.NO_STREAM
        except HasSound:
            why = GapReason.HAS_SOUND
        except ClipTooLarge:
            why = GapReason.TOO_LARGE
        count("FilmPieceMissing" if why else "FilmPieceFetched")
        return why
