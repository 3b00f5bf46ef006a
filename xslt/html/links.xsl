<?xml version="1.0" encoding="UTF-8"?>
<!-- Links, and moments in time. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- A link within the edition, to the web, or to a file that the edition offers. -->
  <xsl:template match="tei_link" as="element()">
    <xsl:variable name="href" as="xs:string?" select="
      (@target ! fp:target-href(.), @uri ! fp:safe-uri(.), @file ! f:relative($fp:here, fp:encode-path(.)))[1]"/>
    <xsl:element name="{if (exists($href)) then 'a' else 'span'}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:sequence select="$href ! fp:attribute('href', .), @card[$href] ! fp:attribute('data-card', .)"/>
      <!-- A browser would show TEI as a page, and run what is in it. -->
      <!-- A picture of a page is looked at; SVG might have scripts in it. -->
      <xsl:sequence select="
          @file[$href][not(tokenize(../@classes) = 'tei-break-number') or ends-with(., '.svg')]
            ! fp:attribute('download', '')"/>
      <xsl:sequence select="fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A link in a link, which HTML does not have: its text, with its id and classes. -->
  <xsl:template match="tei_link//tei_link" as="element(span)" priority="2">
    <span>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <!-- A number in the margin that leads to what is beside it. -->
  <xsl:template match="tei_margin[@target]" as="element(a)">
    <a href="{fp:target-href(@target)}" aria-label="{@label}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:apply-templates/>
    </a>
  </xsl:template>

  <!-- A link of docutils' own. -->
  <xsl:template match="reference[@refuri | @refid]" as="element()">
    <xsl:variable name="href" as="xs:string?"
      select="(@refid ! ('#' || .), @refuri ! fp:safe-uri(.))[1]"/>
    <xsl:element name="{if (exists($href)) then 'a' else 'span'}">
      <xsl:sequence select="fp:attributes(., 'reference'), $href ! fp:attribute('href', .)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A moment, in words and for machines. -->
  <xsl:template match="tei_time" as="element(time)">
    <time>
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:sequence select="@datetime ! fp:attribute('datetime', .)"/>
      <xsl:apply-templates/>
    </time>
  </xsl:template>

</xsl:stylesheet>
