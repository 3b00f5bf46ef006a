<?xml version="1.0" encoding="UTF-8"?>
<!-- The head of a letter: what its header says of sender, addressee, manuscript and contents
     (TEI Guidelines, section 2.4.6). -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:f="urn:tei-edition:function"
    xmlns:fp="urn:tei-edition:function:private"
    xmlns:m="urn:tei-edition:mode"
    xmlns:src="urn:tei-edition:source"
    xmlns:v="urn:tei-edition:value"
    xpath-default-namespace="http://www.tei-c.org/ns/1.0"
    exclude-result-prefixes="#all"
    expand-text="yes">

  <!-- The heads of the letters on a page that are at its top; nothing for a text that is no letter. -->
  <xsl:function name="f:letter-head" as="element()*" visibility="public">
    <xsl:param name="page" as="map(*)"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:sequence select="$page?letters?*[?anchor = ''] ! fp:letter-head(., $root, $context)"/>
  </xsl:function>

  <!-- The heads of the letters that are this text or division of a page. -->
  <xsl:function name="f:letter-heads-in" as="element()*" visibility="public">
    <xsl:param name="division" as="element()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:sequence select="
        $fp:letters-inside(string($division/@src:anchor)) ! fp:letter-head(., root($division), $context)"/>
  </xsl:function>

  <!-- The letters that are below the top of a page, by their anchors. -->
  <xsl:variable name="fp:letters-inside" as="map(xs:string, map(*)*)" select="
      map:merge($v:pages?*?letters?*[?anchor ne ''] ! map:entry(string(?anchor), .),
        map{'duplicates': 'combine'})"/>

  <!-- The head of a letter: a map with the number of its correspDesc, its `own` words and its
       `neighbours`. -->
  <xsl:function name="fp:letter-head" as="element(Q{}container)?">
    <xsl:param name="head" as="map(*)"/>
    <xsl:param name="root" as="document-node()"/>
    <xsl:param name="context" as="map(*)"/>
    <xsl:variable name="letter" as="element(correspDesc)?" select="
        ($root//correspDesc)[position() eq xs:integer($head?described)]"/>
    <xsl:variable name="header" as="element(teiHeader)?" select="
        ($letter/ancestor::teiHeader[1], $root/*/teiHeader)[1]"/>
    <!-- What a header says of several letters is of none of them. -->
    <xsl:variable name="is-alone" as="xs:boolean" select="count($header//correspDesc) le 1"/>
    <xsl:variable name="described" as="element(msDesc)*" select="$header/fileDesc/sourceDesc//msDesc"/>
    <!-- The letter itself may be described as its only witness, or each of its copies as one. -->
    <xsl:variable name="apart" as="element(msDesc)*" select="$described[not(ancestor::witness)]"/>
    <xsl:variable name="manuscripts" as="element(msDesc)*" select="
        if (exists($apart)) then $apart else $described[$is-alone]"/>
    <xsl:variable name="items" as="element()*">
      <xsl:sequence select="$head?own?* ! fp:own-action(.)"/>
      <xsl:apply-templates select="$letter/correspAction" mode="m:letter">
        <xsl:with-param name="context" select="$context" tunnel="yes"/>
      </xsl:apply-templates>
      <xsl:apply-templates mode="m:letter" select="
          $manuscripts[$is-alone or count($manuscripts) eq 1],
          $header//msItem[$is-alone][not(ancestor::witness)]/incipit[normalize-space()],
          $header//abstract[$is-alone][normalize-space()], $letter/(note | p)[normalize-space()]">
        <xsl:with-param name="context" select="$context" tunnel="yes"/>
      </xsl:apply-templates>
      <xsl:sequence select="fp:neighbours($letter, $head)"/>
    </xsl:variable>
    <xsl:if test="$items">
      <container classes="tei-letter-head tei-generated no-search">
        <definition_list>
          <xsl:sequence select="$items"/>
        </definition_list>
      </container>
    </xsl:if>
  </xsl:function>

  <!-- What somebody did with the letter: who, where, when. -->
  <xsl:template match="correspAction" mode="m:letter" as="element(Q{}definition_list_item)?">
    <xsl:variable name="people" as="element()*" select="
        (persName, orgName, name, rs)[normalize-space() or f:target(.)]"/>
    <xsl:variable name="said" as="element()*" select="
        $people,
        (placeName, settlement, geogName, district, region, country, bloc, address)[normalize-space()],
        date[normalize-space() or fp:day(.)], note[normalize-space()]"/>
    <xsl:if test="$said or p[normalize-space()]">
      <xsl:variable name="words" as="node()*">
        <xsl:for-each select="$said">
          <xsl:variable name="number" as="xs:integer" select="position()"/>
          <!-- A name may hold a comma; so there is another sign between two. -->
          <xsl:text>{if ($number eq 1) then '' else if (. intersect $people) then '; ' else ', '}</xsl:text>
          <xsl:text>{'['[fp:is-conjecture(current())]}</xsl:text>
          <xsl:apply-templates select="." mode="m:letter"/>
          <xsl:text>{']'[fp:is-conjecture(current())]}{'?'[fp:is-doubtful(current())]}</xsl:text>
        </xsl:for-each>
        <xsl:apply-templates select="p/node()" mode="m:inline"/>
        <xsl:text>{@subtype[normalize-space()] ! (' (' || . || ')')}</xsl:text>
      </xsl:variable>
      <xsl:sequence select="fp:item(fp:label(@type), $words)"/>
    </xsl:if>
  </xsl:template>

  <!-- Whether the edition says that a name or date is not certain, and not in its words. -->
  <xsl:function name="fp:is-doubtful" as="xs:boolean">
    <xsl:param name="said" as="element()"/>
    <xsl:sequence select="
        not(contains($said, '?')) and not($said/self::date[not(normalize-space())])
        and ($said/@cert = ('low', 'medium', 'unknown') or $said/@cert[. castable as xs:double] ! xs:double(.) lt 1)"/>
  </xsl:function>

  <!-- Whether the edition has inferred it. -->
  <xsl:function name="fp:is-conjecture" as="xs:boolean">
    <xsl:param name="said" as="element()"/>
    <xsl:sequence select="$said/@evidence = 'conjecture' and not(starts-with(normalize-space($said), '['))"/>
  </xsl:function>

  <!-- A name or a date, linked as it is in the text; without words it says what its attributes do. -->
  <xsl:template match="correspAction/*" mode="m:letter" as="node()*">
    <xsl:choose>
      <xsl:when test="normalize-space()">
        <xsl:apply-templates select="." mode="m:inline"/>
      </xsl:when>
      <xsl:when test="self::date">
        <xsl:text>{fp:day(.)}</xsl:text>
      </xsl:when>
      <xsl:otherwise>
        <tei_link>
          <xsl:sequence select="f:link-attribute(f:target(.))"/>
          <xsl:text>{(f:entries(.)?card ! tokenize(., '\n')[1], f:target(.))[1]}</xsl:text>
        </tei_link>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Where the manuscript is: the parts of its address, from the place to the shelf mark; and what it
       is, where its description has it in a sentence or gives its extent. -->
  <xsl:template match="msDesc" mode="m:letter" as="element(Q{}definition_list_item)?">
    <xsl:variable name="address" as="xs:string*" select="
        msIdentifier/*[not(self::altIdentifier | self::src:separator)][normalize-space()] ! normalize-space()"/>
    <xsl:variable name="kinds" as="xs:string*" select="
        (parent::witness/objectType, physDesc/(objectType, p), physDesc//extent)[normalize-space()] ! normalize-space()"/>
    <xsl:variable name="said" as="xs:string" select="
        string-join((string-join($address, ', ')[.], distinct-values($kinds)), '; ')"/>
    <xsl:if test="$said">
      <xsl:sequence select="fp:item(f:word('Manuscript'), fp:text($said))"/>
    </xsl:if>
  </xsl:template>

  <!-- How the letter begins, where its header says it. -->
  <xsl:template match="incipit" mode="m:letter" as="element(Q{}definition_list_item)">
    <xsl:variable name="words" as="node()*">
      <xsl:apply-templates select="node()" mode="m:inline"/>
    </xsl:variable>
    <xsl:sequence select="fp:item(f:word('Incipit'), $words)"/>
  </xsl:template>

  <!-- What the letter says by itself of its sender or addressee: a map with `type`, `people` (their
       `name` and `target`), and the `rest` in words. -->
  <xsl:function name="fp:own-action" as="element(Q{}definition_list_item)">
    <xsl:param name="action" as="map(*)"/>
    <xsl:variable name="words" as="node()*">
      <xsl:for-each select="$action?people?*">
        <xsl:if test="position() gt 1">; </xsl:if>
        <xsl:choose>
          <xsl:when test="?target">
            <tei_link target="{?target}">{?name}</tei_link>
          </xsl:when>
          <xsl:otherwise>
            <xsl:text>{?name}</xsl:text>
          </xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
      <xsl:if test="$action?rest">
        <xsl:text>{', '[exists($action?people?*)]}{$action?rest}</xsl:text>
      </xsl:if>
    </xsl:variable>
    <xsl:sequence select="fp:item(fp:label($action?type), $words)"/>
  </xsl:function>

  <!-- What the letter is about. -->
  <xsl:template match="abstract" mode="m:letter" as="element(Q{}definition_list_item)">
    <xsl:variable name="words" as="node()*">
      <xsl:apply-templates select="(p | ab)/node(), self::*[not(p | ab)]/node()" mode="m:inline"/>
    </xsl:variable>
    <xsl:sequence select="fp:item(f:word('Abstract'), $words)"/>
  </xsl:template>

  <xsl:template match="correspDesc/note | correspDesc/p" mode="m:letter" as="element(Q{}definition_list_item)">
    <xsl:variable name="words" as="node()*">
      <xsl:apply-templates select="(p | ab)/node(), self::*[not(p | ab)]/node()" mode="m:inline"/>
    </xsl:variable>
    <xsl:sequence select="fp:item(f:word('letter note'), $words)"/>
  </xsl:template>

  <!-- The letters before and after it: as its header says, else in the same correspondence. -->
  <xsl:function name="fp:neighbours" as="element(Q{}definition_list_item)*">
    <xsl:param name="letter" as="element(correspDesc)?"/>
    <xsl:param name="head" as="map(*)"/>
    <xsl:variable name="given" as="element()*" select="
        $letter/correspContext/(ref | ptr)[f:target(.) or (empty(@target) and normalize-space())]"/>
    <xsl:choose>
      <xsl:when test="exists($given)">
        <xsl:for-each select="$given">
          <!-- A letter that is not in the edition is named without a link. -->
          <xsl:variable name="link" as="attribute()?" select="f:link-attribute(f:target(.))"/>
          <xsl:variable name="named" as="element()">
            <xsl:element name="{if ($link) then 'tei_link' else 'tei_span'}">
              <xsl:sequence select="$link"/>
              <xsl:text>{(normalize-space()[.], fp:words-of-pointer(.))[1]}</xsl:text>
            </xsl:element>
          </xsl:variable>
          <xsl:sequence select="fp:item(fp:neighbour-label(string-join((@type, @subtype), ' ')), $named)"/>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise>
        <xsl:for-each select="'previous', 'next'">
          <xsl:variable name="other" as="map(*)?" select="$head?neighbours?(.)"/>
          <xsl:if test="exists($other)">
            <xsl:variable name="link" as="element(Q{}tei_link)">
              <tei_link target="{$other?target}">{$other?title}</tei_link>
            </xsl:variable>
            <xsl:sequence select="fp:item(fp:neighbour-label(.), $link)"/>
          </xsl:if>
        </xsl:for-each>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <xsl:function name="fp:item" as="element(Q{}definition_list_item)">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="words" as="node()*"/>
    <definition_list_item>
      <term classes="tei-generated">{$label}</term>
      <definition>
        <paragraph>
          <xsl:sequence select="$words"/>
        </paragraph>
      </definition>
    </definition_list_item>
  </xsl:function>

  <xsl:function name="fp:text" as="text()">
    <xsl:param name="words" as="xs:string"/>
    <xsl:value-of select="$words"/>
  </xsl:function>

  <!-- What an act is called: in the edition's language, or as its @type has it. -->
  <xsl:function name="fp:label" as="xs:string">
    <xsl:param name="type" as="xs:string?"/>
    <xsl:variable name="key" as="xs:string" select="'letter ' || $type"/>
    <xsl:variable name="word" as="xs:string" select="f:word($key)"/>
    <xsl:sequence select="
        if ($word ne $key) then $word
        else ($type[normalize-space()] ! (upper-case(substring(., 1, 1)) || substring(., 2)), f:word('letter note'))[1]"/>
  </xsl:function>

  <xsl:function name="fp:neighbour-label" as="xs:string">
    <xsl:param name="type" as="xs:string?"/>
    <xsl:sequence select="
        if (matches($type, 'prev|predecessor', 'i')) then f:word('previous letter')
        else if (matches($type, 'next|successor', 'i')) then f:word('next letter')
        else f:word('other letter')"/>
  </xsl:function>

  <!-- The day of a date that has no words: in the words of the page, else as its attributes say. -->
  <xsl:function name="fp:day" as="xs:string?">
    <xsl:param name="date" as="element(date)"/>
    <xsl:variable name="said" as="xs:string?" select="
        string-join(distinct-values($date/(@when, @from, @notBefore, @to, @notAfter) ! string()), '–')[.]"/>
    <xsl:sequence select="($v:pages?1?days?($said), $said)[1]"/>
  </xsl:function>

</xsl:stylesheet>
