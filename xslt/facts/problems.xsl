<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of problems: facts to a table of sums and a section a file.

     It is for the editors: no toctree holds it, and what is on it is not searched. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:x="urn:tei-edition:facts"
  exclude-result-prefixes="#all"
  default-mode="m:register"
  expand-text="yes">

  <!-- The document says to Sphinx that it is in no list of pages. -->
  <xsl:template match="/x:problems" as="element()+">
    <docinfo>
      <field>
        <field_name>orphan</field_name>
        <field_body/>
      </field>
    </docinfo>
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-problems no-search">
      <title classes="tei-generated">{@title}</title>
      <paragraph classes="tei-problem-sum">{@sum}</paragraph>
      <xsl:if test="x:sum">
        <table classes="tei-files-table colwidths-given">
          <tgroup cols="5">
            <colspec colwidth="10"/>
            <colspec colwidth="12"/>
            <colspec colwidth="28"/>
            <colspec colwidth="10"/>
            <colspec colwidth="40"/>
            <xsl:sequence select="
              fp:head(('count', 'severity', 'code', 'files', 'meaning') ! ('problem ' || .))"/>
            <tbody>
              <xsl:apply-templates select="x:sum"/>
            </tbody>
          </tgroup>
        </table>
      </xsl:if>
      <xsl:apply-templates select="x:source"/>
    </section>
  </xsl:template>

  <!-- One code: how often, how severe, in how many files. -->
  <xsl:template match="x:sum" as="element(row)">
    <row>
      <xsl:sequence select="
        (@count, f:word('problem ' || @severity), @code, @files, .) ! fp:cell(string(.))"/>
    </row>
  </xsl:template>

  <!-- A cell of the table. -->
  <xsl:function name="fp:cell" as="element(entry)">
    <xsl:param name="words" as="xs:string"/>
    <entry>
      <paragraph>{$words}</paragraph>
    </entry>
  </xsl:function>

  <!-- A file with all its problems. -->
  <xsl:template match="x:source" as="element(section)">
    <section ids="file-{count(preceding-sibling::x:source) + 1}" classes="tei-problem-file">
      <title classes="tei-generated">{@name}</title>
      <definition_list classes="tei-problem-list">
        <xsl:apply-templates select="x:problem"/>
      </definition_list>
    </section>
  </xsl:template>

  <!-- A problem: what is wrong, the line of the file, what to do, where it is. -->
  <xsl:template match="x:problem" as="element(definition_list_item)">
    <definition_list_item>
      <term classes="tei-problem tei-problem-{@severity}">
        <inline classes="tei-severity">{f:word('problem ' || @severity)}</inline>
        <xsl:text>: {x:message} </xsl:text>
        <literal>{@code}</literal>
      </term>
      <definition>
        <xsl:apply-templates select="x:line"/>
        <xsl:where-populated>
          <paragraph classes="tei-hint">
            <xsl:apply-templates select="x:hint"/>
          </paragraph>
        </xsl:where-populated>
        <paragraph classes="tei-places">
          <inline classes="tei-label">{f:word(if (x:place[2]) then 'problem places' else 'problem line')}</inline>
          <xsl:apply-templates select="x:place"/>
        </paragraph>
      </definition>
    </definition_list_item>
  </xsl:template>

  <!-- The line, its wrong words marked. -->
  <xsl:template match="x:problem/x:line" as="element(literal_block)">
    <literal_block>{@before}<strong>{.}</strong>{@after}</literal_block>
  </xsl:template>

  <!-- What to do. -->
  <xsl:template match="x:problem/x:hint" as="node()+">
    <inline classes="tei-label">{f:word('problem hint')}</inline>
    <xsl:text> {.}</xsl:text>
  </xsl:template>

  <!-- A place: line and column, linked to the passage that it is nearest to, where there is one. -->
  <xsl:template match="x:problem/x:place" as="node()+">
    <xsl:variable name="shown" as="xs:string" select="@line || ':' || @column"/>
    <xsl:text>{if (preceding-sibling::x:place) then ', ' else ' '}</xsl:text>
    <xsl:choose>
      <xsl:when test="normalize-space(@target)">
        <tei_link target="{@target}">{$shown}</tei_link>
      </xsl:when>
      <xsl:otherwise>
        <tei_span>{$shown}</tei_span>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

</xsl:stylesheet>
