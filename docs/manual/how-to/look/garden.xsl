<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:tei-edition:function"
    xmlns:m="urn:tei-edition:mode"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <!-- A measure is followed by what it is today. -->
  <xsl:template match="measure[@quantity and @unit]" mode="m:inline">
    <xsl:next-match/>
    <inline classes="tei-generated"> (<xsl:value-of select="@quantity, @unit"/>)</inline>
  </xsl:template>

</xsl:stylesheet>
