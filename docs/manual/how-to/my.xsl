<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:tei-edition:function"
    xmlns:m="urn:tei-edition:mode"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="stage" mode="m:inline">
    <inline classes="tei-generated">[</inline>
    <xsl:next-match/>
    <inline classes="tei-generated">]</inline>
  </xsl:template>

</xsl:stylesheet>
