"""Communes, calendar, users and the shared machinery: scoping, approval, values, jobs."""
