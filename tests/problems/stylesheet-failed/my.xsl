<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:m="urn:tei-edition:mode"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all">

  <xsl:template match="measure" mode="m:inline">
    <xsl:next-match/>
    <inline classes="tei-generated"> (<xsl:value-of select="xs:decimal(@quantity) * 1.0668"/> km)</inline>
  </xsl:template>

</xsl:stylesheet>
