<?xml version="1.0" encoding="UTF-8"?>
<!-- The pages that are made of facts, and what all of them share: their ids. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <xsl:output method="xml" indent="no" encoding="UTF-8" omit-xml-declaration="yes"/>

  <!-- What is on a page by its anchor, so that our own ids can give way. -->
  <xsl:key name="fp:anchor" match="x:entity | x:time | x:witness" use="@anchor"/>

  <!-- Entry: the page that a document of facts describes. -->
  <xsl:template match="/" as="element(document)">
    <document>
      <xsl:apply-templates select="*"/>
    </document>
  </xsl:template>

  <!-- The id of a page's section: the last step of its docname. -->
  <xsl:function name="fp:page-id" as="xs:string">
    <xsl:param name="page" as="element()"/>
    <xsl:sequence select="fp:free-id(tokenize($page/@docname, '/')[last()], root($page))"/>
  </xsl:function>

  <!-- The id of a letter's section; what cannot be in an id is written as its code point. -->
  <xsl:function name="fp:letter-id" as="xs:string">
    <xsl:param name="letter" as="element(x:letter)"/>
    <xsl:variable name="name" as="xs:string*" select="
      string-to-codepoints($letter/@name)
      ! (if (matches(codepoints-to-string(.), '\w')) then codepoints-to-string(.) else 'u' || .)"/>
    <xsl:sequence select="fp:free-id('letter-' || string-join($name), root($letter))"/>
  </xsl:function>

  <!-- The id that we want, lengthened until it is no anchor of the edition's own. -->
  <xsl:function name="fp:free-id" as="xs:string">
    <xsl:param name="wanted" as="xs:string"/>
    <xsl:param name="page" as="node()"/>
    <xsl:sequence select="
      if (exists(key('fp:anchor', $wanted, $page))) then fp:free-id($wanted || '-page', $page)
      else $wanted"/>
  </xsl:function>

</xsl:stylesheet>
