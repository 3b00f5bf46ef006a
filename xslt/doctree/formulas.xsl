<?xml version="1.0" encoding="UTF-8"?>
<!-- Formulas, in the line and displayed (TEI Guidelines, section 14.2). What they are in MathML, in
     TeX and in one line of text is in stamps: `reader/formulas.py` makes them. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:src="urn:tei-edition:source"
    xmlns:mathml="http://www.w3.org/1998/Math/MathML"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- A formula of MathML within the line: its words are what text alone shows of it. -->
  <xsl:template match="mathml:math[@src:mathml]" mode="m:inline" as="element(Q{}tei_math)">
    <tei_math classes="tei-math">
      <xsl:sequence select="fp:forms(.)"/>
      <xsl:text>{.}</xsl:text>
    </tei_math>
  </xsl:template>

  <!-- A formula of TeX within the line. -->
  <xsl:template match="formula[@src:tex]" mode="m:inline" as="element(Q{}tei_math)">
    <tei_math>
      <xsl:sequence select="f:attributes(.), fp:forms(.)"/>
      <xsl:text>{.}</xsl:text>
    </tei_math>
  </xsl:template>

  <!-- A formula in a separate line. -->
  <xsl:template match="formula[@src:displayed]" mode="m:block" as="element(Q{}tei_equation)">
    <xsl:param name="context" as="map(*)" tunnel="yes"/>
    <xsl:variable name="math" as="element()" select="(mathml:math, .)[1]"/>
    <tei_equation>
      <xsl:sequence select="f:attributes(.), f:line(., $context?line), fp:forms($math)"/>
      <xsl:if test="normalize-space(@n)">
        <xsl:attribute name="number" select="replace(normalize-space(@n), '^\((.*)\)$', '$1')"/>
      </xsl:if>
      <xsl:text>{$math}</xsl:text>
    </tei_equation>
  </xsl:template>

  <!-- What a formula is in TeX, and in MathML if the file has it in that. -->
  <xsl:function name="fp:forms" as="attribute()+">
    <xsl:param name="formula" as="element()"/>
    <xsl:attribute name="tex" select="$formula/@src:tex"/>
    <xsl:if test="$formula/@src:mathml">
      <xsl:attribute name="mathml" select="$formula/@src:mathml"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
