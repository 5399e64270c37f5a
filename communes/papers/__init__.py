"""Papers other than the annual report: kinds that apps register, ordered on a page.

order -> job of a worker -> the kind writes a document -> files, all or none
"""
