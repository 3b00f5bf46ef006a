<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to the table of places with coordinates. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  xmlns:m="urn:tei-edition:mode"
  expand-text="yes">

  <!-- The places: a row each, and the file that holds them all. -->
  <xsl:template match="x:gazetteer" as="element(section)">
    <!-- Where only texts have places, nothing is mentioned. -->
    <xsl:variable name="counted" as="xs:boolean" select="exists(x:place/@mentions[. ne ''])"/>
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-gazetteer">
      <title>{@title}</title>
      <xsl:if test="@file">
        <paragraph classes="tei-key tei-offer">{f:word('gazetteer download')} <tei_link file="{@file}">GeoJSON</tei_link></paragraph>
      </xsl:if>
      <xsl:apply-templates select="x:map"/>
      <table classes="tei-gazetteer-table colwidths-given longtable">
        <tgroup cols="{if ($counted) then 3 else 2}">
          <colspec colwidth="45" stub="1"/>
          <colspec colwidth="38"/>
          <xsl:if test="$counted">
            <colspec colwidth="17"/>
          </xsl:if>
          <thead>
            <row>
              <xsl:sequence select="
                ('place', 'coordinates', 'mentions'[$counted]) ! fp:head-entry(f:word('gazetteer ' || .))"/>
            </row>
          </thead>
          <tbody>
            <xsl:apply-templates select="x:place">
              <xsl:with-param name="counted" select="$counted"/>
            </xsl:apply-templates>
          </tbody>
        </tgroup>
      </table>
    </section>
  </xsl:template>

  <!-- The map, and the places that it has no room to show apart. -->
  <xsl:template match="x:map" as="element()+">
    <tei_drawing classes="tei-map" width="{@width}" height="{@height}" linked="1"
      title="{f:word('map')}" description="{f:word('map described', map{'number': xs:integer(@number)})}">
      <xsl:copy-of select="@tiles, @origin, @window, @credit, @terms, @deepest"/>
      <xsl:apply-templates select="x:shape"/>
    </tei_drawing>
    <xsl:where-populated>
      <bullet_list classes="tei-map-places tei-offer">
        <xsl:apply-templates select="x:cluster"/>
      </bullet_list>
    </xsl:where-populated>
    <paragraph classes="tei-key tei-offer">{f:word('map source')}</paragraph>
  </xsl:template>

  <!-- Places that are one circle. -->
  <xsl:template match="x:cluster" as="element(list_item)">
    <list_item ids="{@anchor}">
      <paragraph>
        <xsl:text>{f:word('map cluster', map{'number': count(x:member)})}: </xsl:text>
        <xsl:for-each select="x:member">
          <xsl:if test="position() gt 1">, </xsl:if>
          <tei_link target="{@target}">{@name}</tei_link>
        </xsl:for-each>
      </paragraph>
    </list_item>
  </xsl:template>

  <!-- A place: a link to its entry, its coordinates as they are given, how often it is named. -->
  <xsl:template match="x:place" as="element(row)">
    <xsl:param name="counted" as="xs:boolean" required="yes"/>
    <row>
      <entry>
        <paragraph>
          <tei_link target="{@target}">{@name}</tei_link>
        </paragraph>
      </entry>
      <entry>
        <paragraph>
          <xsl:choose>
            <xsl:when test="normalize-space(@uri)">
              <tei_link classes="tei-geo" uri="{@uri}">{@given}</tei_link>
            </xsl:when>
            <xsl:otherwise>{@given}{@datum[. ne ''] ! (' (' || . || ')')}</xsl:otherwise>
          </xsl:choose>
        </paragraph>
      </entry>
      <xsl:if test="$counted">
        <entry>
          <paragraph>{@mentions}</paragraph>
        </entry>
      </xsl:if>
    </row>
  </xsl:template>

</xsl:stylesheet>
