<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to the page of the network: for each relation a picture, and a table that says the same. -->
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

  <!-- The page: a section for each relation. -->
  <xsl:template match="x:network" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-network-page">
      <title>{@title}</title>
      <xsl:if test="x:file">
        <paragraph classes="tei-key tei-offer">
          <xsl:text>{f:word('network download')} </xsl:text>
          <xsl:for-each select="x:file">
            <xsl:if test="position() gt 1">, </xsl:if>
            <tei_link file="{@path}">{replace(@path, '^.*/', '')}</tei_link>
          </xsl:for-each>
        </paragraph>
      </xsl:if>
      <xsl:sequence select="fp:filters(.)"/>
      <xsl:apply-templates select="x:graph"/>
    </section>
  </xsl:template>

  <!-- One relation: what it is, its picture, how much of it that shows, its table. -->
  <xsl:template match="x:graph" as="element(section)">
    <section ids="{fp:free-id('network-' || @name, root())}" classes="no-search">
      <title classes="tei-generated">{f:word('network ' || @name)}</title>
      <paragraph classes="tei-key">{f:word('network meaning ' || @name)}</paragraph>
      <xsl:if test="x:shape">
        <tei_drawing classes="tei-network" width="{@width}" height="{@height}" linked="1"
          title="{f:word('network ' || @name)}"
          description="{f:word('network described', map{'number': xs:integer(@shown)})}">
          <xsl:apply-templates select="x:shape"/>
        </tei_drawing>
      </xsl:if>
      <xsl:if test="x:shape and (@shown ne @number or xs:integer(@least) gt 1)">
        <paragraph classes="tei-key tei-offer">{
          f:word('network shown', map{'number': xs:integer(@shown), 'total': xs:integer(@number), 'least': xs:integer(@least)})}</paragraph>
      </xsl:if>
      <table classes="tei-network-table colwidths-given longtable">
        <tgroup cols="3">
          <colspec colwidth="30" stub="1"/>
          <colspec colwidth="14"/>
          <colspec colwidth="56"/>
          <thead>
            <row>
              <xsl:sequence select="
                ('network name', 'network count ' || @name, 'network others') ! fp:head-entry(f:word(.))"/>
            </row>
          </thead>
          <tbody>
            <xsl:apply-templates select="x:node"/>
          </tbody>
        </tgroup>
      </table>
      <xsl:if test="xs:integer(@unlisted) gt 0">
        <paragraph classes="tei-key">{f:word('network unlisted', map{'number': xs:integer(@unlisted)})}</paragraph>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- A name, how often it is with others, and with whom most often. -->
  <xsl:template match="x:graph/x:node" as="element(row)">
    <row>
      <entry>
        <paragraph classes="{fp:marks(.)}">
          <xsl:sequence select="fp:linked(@target, @name)"/>
        </paragraph>
      </entry>
      <entry>
        <paragraph>{@weight}</paragraph>
      </entry>
      <entry>
        <paragraph>
          <xsl:for-each select="x:with">
            <xsl:if test="position() gt 1">, </xsl:if>
            <xsl:sequence select="fp:linked(@target, @name)"/>
            <inline classes="tei-count"> ({@weight})</inline>
          </xsl:for-each>
          <xsl:if test="xs:integer(@others) gt count(x:with)">, … ({@others})</xsl:if>
        </paragraph>
      </entry>
    </row>
  </xsl:template>

</xsl:stylesheet>
