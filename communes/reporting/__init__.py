"""The annual report: parts that every app registers, facts they read, and their order.

stored values -> facts -> parts of the apps -> blocks in the chapters' order -> document
"""
