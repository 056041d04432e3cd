"""A session: one context signed in, with access tokens that renew themselves (§2.7). The tokens live in memory only."""

import contextlib
import datetime as dt
import logging
import threading
from collections.abc import Mapping
from typing import Final

from app.base.errors import Cancelled, KonwerterError
from app.ksef.answers import Answer
from app.ksef.contexts import Context
from app.ksef.credentials import Credential
from app.ksef.endpoints import REFRESH, SIGN_OUT, Endpoint
from app.ksef.errand import Errand
from app.ksef.errors import Rejected, SessionEnded
from app.ksef.keys import PublicKeys
from app.ksef.sign_in import Jwt, Tokens, read_jwt, sign_in
from app.ksef.transport import Transport

_LOG: Final = logging.getLogger(__name__)
_RENEW_BEFORE: Final = dt.timedelta(seconds=120)
_SIGN_OUT_PATIENCE: Final = 5.0


class Session:
    """Calls KSeF for one context. Signs in when first needed or told to, and again when KSeF has ended the session.

    For one thread at a time; a lock keeps two from renewing at once.
    """

    def __init__(self, transport: Transport, keys: PublicKeys, context: Context, credential: Credential) -> None:
        self.transport = transport
        self.keys = keys
        self.context = context
        self._credential = credential
        self._tokens: Tokens | None = None
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return f"Session({self.context.value})"

    @property
    def token_reference(self) -> str:
        """The reference number of the KSeF token in use; empty where it is a certificate or the token's shape is unknown."""
        return self._credential.token_reference

    def sign_in(self, errand: Errand) -> None:
        """Sign in now, whatever there was before."""
        with self._lock:
            self._sign_in(errand)

    def access(self, errand: Errand) -> str:
        """An access token that is good for some time yet."""
        with self._lock:
            tokens = self._tokens
            if tokens is None or self._is_old(tokens.access):
                tokens = self._renew(errand)
            return tokens.access.text

    def call(
        self,
        endpoint: Endpoint,
        errand: Errand,
        *,
        path: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        json: object = None,
    ) -> Answer:
        """`Transport.call` with the access token. On a 401: renew once, sign in once, stop (§9.3)."""

        def ask() -> Answer:
            bearer = self.access(errand)
            return self.transport.call(
                endpoint, errand, context=self.context.value, bearer=bearer, path=path, query=query, json=json
            )

        for cure in (self._renew, self._sign_in):
            try:
                return ask()
            except SessionEnded as ended:
                _LOG.info("Sesja %s: %s", self.context.value, ended.detail)
                cure(errand)
        return ask()

    def close(self, errand: Errand) -> None:
        """Sign out; best effort: a session that is forgotten ends by itself. Raises nothing but `Cancelled`."""
        with self._lock:
            tokens, self._tokens = self._tokens, None
        if tokens is None:
            return
        short = Errand(cancel=errand.cancel, patience=_SIGN_OUT_PATIENCE)
        try:
            self.transport.call(SIGN_OUT, short, context=self.context.value, bearer=tokens.refresh.text)
        except Cancelled:
            raise
        except KonwerterError as error:
            _LOG.info("Wylogowanie %s: %s", self.context.value, error.detail or error.title)

    def _renew(self, errand: Errand) -> Tokens:
        """A new access token, by the refresh token where that still works, else by signing in."""
        with self._lock:
            tokens = self._tokens
            if tokens is not None and not self._is_old(tokens.refresh):
                with contextlib.suppress(Rejected, SessionEnded):
                    said = self.transport.call(REFRESH, errand, bearer=tokens.refresh.text).json()
                    renewed = said.get("accessToken") if isinstance(said, dict) else None
                    self._tokens = Tokens(read_jwt(renewed, self.transport.now()), tokens.refresh)
                    return self._tokens
            return self._sign_in(errand)

    def _sign_in(self, errand: Errand) -> Tokens:
        with self._lock:
            self._tokens = None
            self._tokens = sign_in(self.transport, self.keys, self.context, self._credential, errand)
            return self._tokens

    def _is_old(self, token: Jwt) -> bool:
        """Whether a token is near its end by KSeF's clock."""
        margin = min(_RENEW_BEFORE, (token.until - token.since) / 3)
        return self.transport.now() >= token.until - margin
