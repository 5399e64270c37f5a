"""Static files with a fingerprint in their name, compressed once."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's, except that only what pages point at is compressed.

    Pages point at the fingerprinted copies; compressing the originals too would double
    the work of the first start.
    """

    def compress_files(self, names):
        fingerprinted = set(self.hashed_files.values())
        return super().compress_files(
            name
            for name in names
            if name in fingerprinted and not name.endswith(".map")
        )
