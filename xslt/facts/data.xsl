<?xml version="1.0" encoding="UTF-8"?>
<!-- The page Data: what each download is for, and how it is used. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- The page: the licences, then each group of downloads. -->
  <xsl:template match="x:data" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-data">
      <title>{@title}</title>
      <xsl:for-each select="x:licence">
        <paragraph>
          <xsl:text>{f:word('data licence')}: </xsl:text>
          <reference refuri="{@uri}">{@uri}</reference>
        </paragraph>
      </xsl:for-each>
      <xsl:apply-templates select="x:data-group"/>
    </section>
  </xsl:template>

  <!-- A group: what it is, its files with their sizes, an example in each language. -->
  <xsl:template match="x:data-group" as="element(section)">
    <section ids="data-{@name}">
      <title>{@title}</title>
      <paragraph>{f:word('data ' || @name)}</paragraph>
      <paragraph>{@size}</paragraph>
      <xsl:if test="x:download">
        <bullet_list>
          <xsl:apply-templates select="x:download"/>
        </bullet_list>
      </xsl:if>
      <xsl:apply-templates select="x:example"/>
    </section>
  </xsl:template>

  <!-- A file of a group. -->
  <xsl:template match="x:download" as="element(list_item)">
    <list_item>
      <paragraph>
        <tei_link file="{@path}" classes="tei-download">{@path}</tei_link>
        <xsl:text> ({@size})</xsl:text>
      </paragraph>
    </list_item>
  </xsl:template>

  <!-- How a file is read in a language of programming. -->
  <xsl:template match="x:example" as="element()+">
    <paragraph classes="tei-example">{f:word('data use')} ({ if (@language = 'r') then 'R' else 'Python' }):</paragraph>
    <literal_block language="{@language}" xml:space="preserve">{.}</literal_block>
  </xsl:template>

</xsl:stylesheet>
