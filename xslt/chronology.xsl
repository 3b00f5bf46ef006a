<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to the page of the chronology; included by register.xsl, whose functions it shares. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- A mention that has a row of a table to itself. -->
  <xsl:mode name="m:register-row" on-no-match="fail"/>

  <!-- The chronology: a row a day, in both calendars. -->
  <xsl:template match="x:chronology" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-chronology">
      <title>{@title}</title>
      <xsl:if test="x:day">
        <table classes="tei-chronology-table colwidths-given longtable">
          <tgroup cols="3">
            <colspec colwidth="22"/>
            <colspec colwidth="22"/>
            <colspec colwidth="56"/>
            <xsl:sequence select="fp:head(('gregorian', 'julian', 'mentions'), fp:language(.))"/>
            <tbody>
              <xsl:apply-templates select="x:day"/>
            </tbody>
          </tgroup>
        </table>
      </xsl:if>
      <xsl:if test="x:day[fp:is-computed(., 'gregorian') or fp:is-computed(., 'julian')]">
        <paragraph classes="tei-key">{fp:string('computed', fp:language(.))}</paragraph>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- A day in both calendars, beside its first mention. -->
  <xsl:template match="x:day" as="element(row)*">
    <xsl:variable name="others" as="xs:integer" select="count(x:mention) - 1"/>
    <row>
      <entry>
        <xsl:sequence select="fp:rows-below($others)"/>
        <paragraph>
          <tei_span ids="{@anchor}" classes="tei-day">
            <xsl:sequence select="fp:date(., 'gregorian')"/>
          </tei_span>
        </paragraph>
      </entry>
      <entry>
        <xsl:sequence select="fp:rows-below($others)"/>
        <paragraph>
          <xsl:sequence select="fp:date(., 'julian')"/>
        </paragraph>
      </entry>
      <entry>
        <xsl:apply-templates select="x:mention[1]"/>
      </entry>
    </row>
    <xsl:apply-templates select="x:mention[position() gt 1]" mode="m:register-row"/>
  </xsl:template>

  <!-- A further mention of a day, in a row of its own: a tall row would not fit a printed page. -->
  <xsl:template match="x:mention" mode="m:register-row" as="element(row)">
    <row>
      <entry>
        <xsl:apply-templates select="."/>
      </entry>
    </row>
  </xsl:template>

  <!-- How far a cell reaches down. -->
  <xsl:function name="fp:rows-below" as="attribute(morerows)?">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:if test="$number gt 0">
      <xsl:attribute name="morerows" select="$number"/>
    </xsl:if>
  </xsl:function>

  <!-- A day in one calendar, in brackets where it is computed. -->
  <xsl:function name="fp:date" as="node()?">
    <xsl:param name="day" as="element(x:day)"/>
    <xsl:param name="calendar" as="xs:string"/>
    <xsl:variable name="words" as="xs:string" select="string($day/@*[local-name() = $calendar])"/>
    <xsl:choose>
      <xsl:when test="fp:is-computed($day, $calendar)">
        <inline classes="tei-computed">[{$words}]</inline>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$words"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- True for a day that is known in this calendar, though the texts do not give it. -->
  <xsl:function name="fp:is-computed" as="xs:boolean">
    <xsl:param name="day" as="element(x:day)"/>
    <xsl:param name="calendar" as="xs:string"/>
    <xsl:sequence select="
      normalize-space($day/@*[local-name() = $calendar])
      and not(tokenize($day/@given) = $calendar)"/>
  </xsl:function>

</xsl:stylesheet>
