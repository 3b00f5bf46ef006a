<?xml version="1.0" encoding="UTF-8"?>
<!-- Formulas. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- A formula: as MathML if the file has it in that, else as the TeX that it has. -->
  <xsl:template match="tei_math | tei_equation" as="element()">
    <xsl:element name="{if (self::tei_equation) then 'div' else 'span'}">
      <xsl:sequence select="fp:attributes(., 'tei-formula'), fp:further-ids(.)"/>
      <xsl:choose>
        <xsl:when test="@mathml">
          <xsl:apply-templates select="fp:parse-markup(@mathml)" mode="m:html-formula">
            <xsl:with-param name="words" select="string(.)"/>
          </xsl:apply-templates>
        </xsl:when>
        <xsl:otherwise>
          <code>{.}</code>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@number">
        <xsl:text> </xsl:text>
        <span class="tei-equation-number tei-generated">({@number})</span>
      </xsl:if>
    </xsl:element>
  </xsl:template>

  <!-- MathML as HTML has it, with what it reads like in one line. -->
  <xsl:template match="*" mode="m:html-formula" as="element()">
    <xsl:param name="words" as="xs:string?" select="()"/>
    <xsl:element name="{local-name()}" namespace="http://www.w3.org/1998/Math/MathML">
      <xsl:sequence select="@*, $words ! fp:attribute('alttext', .)"/>
      <xsl:apply-templates mode="#current"/>
    </xsl:element>
  </xsl:template>

</xsl:stylesheet>
