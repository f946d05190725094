"""OAI-PMH 2.0 (http://www.openarchives.org/OAI/openarchivesprotocol.html): by it catalogues harvest what is published.

A record's datestamp is when its build was put in place: nothing else tells when a document came to be published, or
changed, or went. So a harvester that comes again after a new build gets everything anew, and misses nothing.
"""
