<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to pages: registers, chronology, places, network, witnesses, downloads, contents and problems of the
     edition. Includes only.

     The facts come grouped, sorted and cut to quotations; here they become docutils nodes, in the
     vocabulary of every staged page, so that all the outputs of Sphinx show them. -->
<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:include href="modes.xsl"/>
  <xsl:include href="languages.xsl"/>
  <xsl:include href="facts/page.xsl"/>
  <xsl:include href="words.xsl"/>
  <xsl:include href="facts/tables.xsl"/>
  <xsl:include href="facts/register.xsl"/>
  <xsl:include href="facts/entities.xsl"/>
  <xsl:include href="facts/mentions.xsl"/>
  <xsl:include href="facts/filters.xsl"/>
  <xsl:include href="facts/chronology.xsl"/>
  <xsl:include href="facts/gazetteer.xsl"/>
  <xsl:include href="facts/letters.xsl"/>
  <xsl:include href="facts/network.xsl"/>
  <xsl:include href="facts/witnesses.xsl"/>
  <xsl:include href="facts/downloads.xsl"/>
  <xsl:include href="facts/data.xsl"/>
  <xsl:include href="facts/versions.xsl"/>
  <xsl:include href="facts/contents.xsl"/>
  <xsl:include href="facts/problems.xsl"/>

</xsl:stylesheet>
