<?xml version="1.0" encoding="UTF-8"?>
<!-- What the tables of these pages share. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  expand-text="yes">

  <!-- The head of a table. -->
  <xsl:function name="fp:head" as="element(thead)">
    <xsl:param name="keys" as="xs:string+"/>
    <thead>
      <row>
        <xsl:sequence select="$keys ! fp:head-entry(f:word(.))"/>
      </row>
    </thead>
  </xsl:function>

  <!-- One cell of the head of a table. -->
  <xsl:function name="fp:head-entry" as="element(entry)">
    <xsl:param name="words" as="xs:string"/>
    <entry>
      <paragraph>{$words}</paragraph>
    </entry>
  </xsl:function>

</xsl:stylesheet>
