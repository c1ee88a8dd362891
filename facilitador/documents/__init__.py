"""PDFs: frozen data -> typed blocks -> one writer (reportlab). Knows no database, no screen, no clock and no file.

Each document is a module with its own frozen input and `compose(…) -> Document` (blocks.py). `writer.write` turns any
`Document` into a PDF: typesetting.py breaks lines, layout.py makes strips of blocks, pagination.py puts strips on
pages, and only fonts.py and writer.py know reportlab.

Lines are set here and not by reportlab's `Paragraph`, for three reasons: what people typed is never read as markup, no
text can be too tall for a page (every block is made of low strips), and the group's fichas print in half the time.

What never enters: a query, a clock, a file dialog, and the name of a man in a title, a header or a file name.
"""
