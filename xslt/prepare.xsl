<?xml version="1.0" encoding="UTF-8"?>
<!-- Notes encoded apart from what they are about are moved to it (TEI Guidelines, sections
     3.9.1 and 17.10). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:v="urn:tei-edition:value"
    xmlns:src="urn:tei-edition:source"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- What a pointer of a note may lead to. -->
  <xsl:key name="noted" match="text//*[@xml:id]" use="@xml:id"/>
  <!-- The pointers in the text, by what they lead to. -->
  <xsl:key name="pointing" match="text//ptr" use="tokenize(@target)[starts-with(., '#')] ! substring(., 2)"/>
  <!-- The notes encoded apart, by the element to which they belong. -->
  <xsl:key name="attached" match="note" use="fp:host(.) ! generate-id(.)"/>

  <!-- A text with its notes in their places: itself, if they are there already. -->
  <xsl:function name="f:prepare" as="document-node()" visibility="public">
    <xsl:param name="root" as="document-node()"/>
    <xsl:choose>
      <xsl:when test="some $note in $root//note satisfies exists(fp:host($note))">
        <xsl:document>
          <xsl:apply-templates select="$root/node()" mode="m:prepare"/>
        </xsl:document>
      </xsl:when>
      <xsl:otherwise>
        <xsl:sequence select="$root"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- A note encoded apart is removed from its place. -->
  <xsl:template match="note[fp:host(.)]" mode="m:prepare" as="empty-sequence()"/>

  <!-- An element of the text, with the notes that come to it: inside it, or after it if it holds
       nothing. -->
  <xsl:template match="text//*" mode="m:prepare" priority="-0.4" as="element()+">
    <xsl:variable name="notes" as="element(note)*" select="key('attached', generate-id(.))"/>
    <xsl:variable name="is-point" as="xs:boolean" select="
        empty(node()) or local-name() = ($v:breaks, 'anchor', 'graphic', 'ptr', 'gap', 'space', 'app',
                                         'choice')"/>
    <xsl:copy>
      <xsl:sequence select="@*"/>
      <xsl:apply-templates mode="m:prepare"/>
      <xsl:sequence select="if ($is-point) then () else $notes ! fp:moved(.)"/>
    </xsl:copy>
    <xsl:sequence select="if ($is-point) then $notes ! fp:moved(.) else ()"/>
  </xsl:template>

  <!-- A note that comes to another place, and so to the page of that. -->
  <xsl:function name="fp:moved" as="element(note)">
    <xsl:param name="note" as="element(note)"/>
    <note xmlns="http://www.tei-c.org/ns/1.0">
      <xsl:sequence select="$note/(@* except @src:*), $note/@src:anchor, $note/@src:pos"/>
      <xsl:apply-templates select="$note/node()" mode="m:prepare"/>
    </note>
  </xsl:function>

  <!-- The element that a note comes to, if it is apart from it: what its @target, or that of its
       annotation, names last in this file, and in that where a mark can stand; without a target, the
       first pointer that leads to it.
       `notes_apart.find_attachments` says the same. -->
  <xsl:function name="fp:host" as="element()?">
    <xsl:param name="note" as="element(note)"/>
    <xsl:if test="$note/../local-name() = $v:note-holders">
      <xsl:variable name="pointer" as="xs:string?" select="
          $note/((@targetEnd, @target, parent::annotation/@target)[1]
                 /tokenize(.)[starts-with(., '#')])[last()]"/>
      <xsl:variable name="target" as="element()?" select="
          (if ($pointer) then key('noted', substring($pointer, 2), root($note))[1]
           else $note[not(@target)]/key('pointing', @xml:id, root(.))[1])
          [not(ancestor-or-self::note)]"/>
      <xsl:sequence select="
          ($target/self::*[local-name() = $v:divisions or self::list or self::table
                           or self::figure or self::lg]/head[1],
           $target/(self::lg | self::sp)/descendant::*[self::l or self::p or self::ab][last()],
           $target/self::row/cell[last()], $target)[1]"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
