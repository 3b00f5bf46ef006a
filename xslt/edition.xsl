<?xml version="1.0" encoding="UTF-8"?>
<!-- TEI to the docutils vocabulary: the pages of one text. Includes only. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:include href="environment.xsl"/>
  <xsl:include href="shared.xsl"/>
  <xsl:include href="modes.xsl"/>
  <xsl:include href="prepare.xsl"/>
  <xsl:include href="flow.xsl"/>
  <xsl:include href="doctree/page.xsl"/>
  <xsl:include href="doctree/letters.xsl"/>
  <xsl:include href="doctree/structure.xsl"/>
  <xsl:include href="doctree/verse.xsl"/>
  <xsl:include href="doctree/numbers.xsl"/>
  <xsl:include href="doctree/breaks.xsl"/>
  <xsl:include href="doctree/lists.xsl"/>
  <xsl:include href="doctree/signs.xsl"/>
  <xsl:include href="doctree/speech.xsl"/>
  <xsl:include href="doctree/descriptions.xsl"/>
  <xsl:include href="doctree/figures.xsl"/>
  <xsl:include href="doctree/images.xsl"/>
  <xsl:include href="doctree/formulas.xsl"/>
  <xsl:include href="doctree/tables.xsl"/>
  <xsl:include href="doctree/inline.xsl"/>
  <xsl:include href="doctree/names.xsl"/>
  <xsl:include href="doctree/choices.xsl"/>
  <xsl:include href="doctree/apparatus.xsl"/>
  <xsl:include href="doctree/entries.xsl"/>
  <xsl:include href="doctree/lines.xsl"/>
  <xsl:include href="doctree/lemmas.xsl"/>
  <xsl:include href="doctree/sigla.xsl"/>
  <xsl:include href="doctree/stages.xsl"/>
  <xsl:include href="doctree/proposals.xsl"/>
  <xsl:include href="doctree/readings.xsl"/>
  <xsl:include href="doctree/witness.xsl"/>
  <xsl:include href="doctree/parallel.xsl"/>
  <xsl:include href="doctree/notes.xsl"/>
  <xsl:include href="doctree/views.xsl"/>
  <xsl:include href="doctree/unhandled.xsl"/>

</xsl:stylesheet>
