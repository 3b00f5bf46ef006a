<?xml version="1.0" encoding="UTF-8"?>
<!-- Every mode, declared with what it does where no template matches: those that make pages of TEI
     (edition.xsl), those that make pages of facts (register.xsl), those that make HTML (html.xsl). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:m="urn:tei-edition:mode">

  <!-- The whole file to its pages. -->
  <xsl:mode name="m:pages" on-no-match="fail"/>
  <!-- The file, its notes brought to what they are about. -->
  <xsl:mode name="m:prepare" on-no-match="shallow-copy"/>
  <!-- A node that stands where blocks stand, to docutils blocks. -->
  <xsl:mode name="m:block" on-no-match="fail"/>
  <!-- A node in running text, to docutils inline nodes. -->
  <xsl:mode name="m:inline" on-no-match="shallow-skip"/>
  <!-- An app to its entry at the foot of the page. -->
  <xsl:mode name="m:entry" on-no-match="fail"/>
  <!-- A part of an app (a reading, a group, a detail) to its part of the entry. -->
  <xsl:mode name="m:reading" on-no-match="shallow-skip"/>
  <!-- The same, as blocks, where a reading holds any. -->
  <xsl:mode name="m:entry-block" on-no-match="shallow-skip"/>
  <!-- A remark about a reading, behind its sigla. -->
  <xsl:mode name="m:remark" on-no-match="shallow-skip"/>
  <!-- Docutils nodes that are on the page already, as an entry quotes them. -->
  <xsl:mode name="m:quoted" on-no-match="shallow-copy"/>
  <!-- Docutils blocks, to the last words of which a mark is added. -->
  <xsl:mode name="m:ended" on-no-match="shallow-copy"/>
  <!-- What the header of a letter says of it, to the head of its page. -->
  <xsl:mode name="m:letter" on-no-match="fail"/>
  <!-- A surface, zone or line of a sourceDoc to what is beside the text. -->
  <xsl:mode name="m:transcribed" on-no-match="fail"/>
  <!-- A note to its body at the foot of the page. -->
  <xsl:mode name="m:footnote" on-no-match="fail"/>
  <!-- Words alone, as they are quoted: no notes, one side of choices, the lemma of entries. -->
  <xsl:mode name="m:words" on-no-match="text-only-copy"/>

  <!-- Facts to docutils nodes; facts that nobody wrote a template for are a mistake of ours. -->
  <xsl:mode name="m:register" on-no-match="fail"/>
  <!-- The label of a letter, or of a quotation: page, passage. -->
  <xsl:mode name="m:register-label" on-no-match="shallow-skip"/>
  <!-- What is dated, where it has a row of a table to itself. -->
  <xsl:mode name="m:register-row" on-no-match="fail"/>

  <!-- Docutils nodes to HTML; an element without its own template is kept with its text. -->
  <xsl:mode name="m:html" on-no-match="shallow-copy"/>
  <!-- MathML, cleaned before the page was staged. -->
  <xsl:mode name="m:html-formula" on-no-match="text-only-copy"/>
  <!-- The text of a title for places that hold no markup: no note marks, no hidden sides. -->
  <xsl:mode name="m:html-plain" on-no-match="text-only-copy"/>

</xsl:stylesheet>
