<?xml version="1.0" encoding="UTF-8"?>
<!-- Staged pages to HTML on its own, without Sphinx: one docutils document to one complete page.
     Includes only.

     The page has the elements, ids and classes that Sphinx gives it, so that one style and one set
     of links fits both. Nothing here knows TEI. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:include href="modes.xsl"/>
  <xsl:include href="words.xsl"/>
  <xsl:include href="shared.xsl"/>
  <xsl:include href="html/page.xsl"/>
  <xsl:include href="html/nodes.xsl"/>
  <xsl:include href="html/blocks.xsl"/>
  <xsl:include href="html/tables.xsl"/>
  <xsl:include href="html/figures.xsl"/>
  <xsl:include href="html/images.xsl"/>
  <xsl:include href="html/links.xsl"/>
  <xsl:include href="html/formulas.xsl"/>
  <xsl:include href="html/mentions.xsl"/>
  <xsl:include href="html/notes.xsl"/>
  <xsl:include href="html/views.xsl"/>
  <xsl:include href="html/navigation.xsl"/>
  <xsl:include href="html/paths.xsl"/>

</xsl:stylesheet>
