<?xml version="1.0" encoding="UTF-8"?>
<!-- The page of downloads. -->
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

  <!-- The downloads: a table of the files. -->
  <xsl:template match="x:downloads" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-files">
      <title>{@title}</title>
      <xsl:if test="x:file or x:folder">
        <table classes="tei-files-table colwidths-given longtable">
          <tgroup cols="2">
            <colspec colwidth="45" stub="1"/>
            <colspec colwidth="55"/>
            <xsl:sequence select="fp:head(('file name', 'file content'))"/>
            <tbody>
              <xsl:apply-templates select="x:file | x:folder"/>
            </tbody>
          </tgroup>
        </table>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- A folder of many files: how many, and the first as an example. -->
  <xsl:template match="x:folder" as="element(row)">
    <row>
      <entry>
        <paragraph>
          <tei_link file="{@first}">{@first}</tei_link>
          <xsl:text>, …</xsl:text>
        </paragraph>
      </entry>
      <entry>
        <paragraph>{@path}/: {f:word('files of folder', map{'number': xs:integer(@number)})} ({f:word('file ' || @kind)})</paragraph>
      </entry>
    </row>
  </xsl:template>

  <!-- A file: where it lies, what it is. -->
  <xsl:template match="x:file" as="element(row)">
    <xsl:variable name="kind" as="xs:string" select="f:word('file ' || @kind)"/>
    <row>
      <entry>
        <paragraph>
          <tei_link file="{@path}">{@path}</tei_link>
        </paragraph>
      </entry>
      <entry>
        <paragraph>{if (normalize-space(@title)) then @title || ' (' || $kind || ')' else $kind}</paragraph>
      </entry>
    </row>
  </xsl:template>

</xsl:stylesheet>
