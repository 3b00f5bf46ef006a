<?xml version="1.0" encoding="UTF-8"?>
<!-- Elements without a template: they keep text, order, id and name, and are reported once. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- Elements that templates know besides those that flow.xsl lists. -->
  <xsl:variable name="v:known" as="xs:string+" select="
      $v:blocks, $v:structural, $v:phrases, $v:spoken-events, 'actor', 'addSpan', 'bibl', 'biblStruct', 'byline', 'camera', 'caption',
      'cell', 'cit', 'dateline', 'delSpan', 'desc', 'docAuthor', 'docDate', 'docEdition', 'egXML', 'figDesc', 'head',
      'imprimatur', 'item', 'label', 'q', 'quote', 'role', 'roleDesc', 'row', 'said', 'salute',
      'signed', 'sound', 'speaker', 'stage', 'tech', 'titlePart', 'trailer', 'event', 'view', $v:data, $v:described"/>

  <!-- Anything else where blocks stand. -->
  <xsl:template match="*" mode="m:block" priority="-1" as="element()">
    <xsl:call-template name="f:paragraph-or-container"/>
  </xsl:template>

  <!-- Reports data that no page shows, at its first place in the file. -->
  <xsl:template name="fp:report-data" as="empty-sequence()">
    <xsl:context-item as="document-node()" use="required"/>
    <xsl:for-each select="(//text//binaryObject)[1], (//*[@src:foreign])[1]">
      <xsl:call-template name="f:problem">
        <xsl:with-param name="node" select="."/>
        <xsl:with-param name="code" select="'unhandled-element'"/>
        <xsl:with-param name="message" select="'&lt;' || name() || '&gt; is not shown: no page has its data'"/>
        <xsl:with-param name="hint" select="'put the data into a file, and name that in a graphic'"/>
      </xsl:call-template>
    </xsl:for-each>
  </xsl:template>

  <!-- Reports each element that only the fallback knows, at its first place in the file. -->
  <xsl:template name="f:report-unhandled" as="empty-sequence()">
    <xsl:context-item as="document-node()" use="required"/>
    <xsl:call-template name="fp:report-data"/>
    <xsl:for-each-group select="//text/(front | body | back | group)//*[not(local-name() = $v:known or @src:mathml or ancestor-or-self::*[@src:foreign] or self::src:*)]"
        group-by="name()">
      <xsl:call-template name="f:problem">
        <xsl:with-param name="node" select="."/>
        <xsl:with-param name="code" select="'unhandled-element'"/>
        <xsl:with-param name="message"
            select="'&lt;' || name() || '&gt; has no style of its own yet: its text is shown plainly'"/>
        <xsl:with-param name="hint"
            select="'give it a template in a stylesheet of your own (key xslt in edition.toml)'"/>
      </xsl:call-template>
    </xsl:for-each-group>
  </xsl:template>

</xsl:stylesheet>
