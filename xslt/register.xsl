<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to pages: registers, chronology, witnesses, downloads and the contents of the edition.

     The facts come grouped, sorted and cut to quotations; here they become docutils nodes, in the
     vocabulary of every staged page, so that all the outputs of Sphinx show them. -->
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

  <xsl:include href="witnesses.xsl"/>

  <!-- Facts to docutils nodes; facts that nobody wrote a template for are a mistake of ours. -->
  <xsl:mode name="m:register" on-no-match="fail"/>

  <!-- The label of a quotation: page, passage. -->
  <xsl:mode name="m:register-label" on-no-match="shallow-skip"/>

  <!-- A mention that has a row of a table to itself. -->
  <xsl:mode name="m:register-row" on-no-match="fail"/>

  <xsl:output method="xml" indent="no" encoding="UTF-8" omit-xml-declaration="yes"/>

  <!-- What stands on a page by its anchor, so that our own ids can give way. -->
  <xsl:key name="fp:anchor" match="x:entity | x:day | x:witness" use="@anchor"/>

  <!-- Every word that these pages add to the edition's own, by language. -->
  <xsl:variable name="fp:strings" as="map(xs:string, map(xs:string, xs:string))" select="map{
    'en': map{
      'open-quote': '“', 'close-quote': '”',
      'also': 'Also:',
      'mention-one': 'mention', 'mention-many': 'mentions', 'mention-none': 'Not mentioned in the texts.',
      'in-note': 'in a note', 'in-choice': 'in the form not shown',
      'in-reading': 'in a reading', 'reading-of': 'reading of',
      'gregorian': 'Gregorian calendar', 'julian': 'Julian calendar', 'mentions': 'Mentions',
      'computed': 'A date in brackets is computed: the texts give it in the other calendar.',
      'file': 'File', 'content': 'Content',
      'kind-text': 'text', 'kind-part': 'part of a text', 'kind-register': 'register',
      'kind-table': 'table', 'kind-archive': 'archive', 'kind-checksums': 'checksums',
      'texts': 'Texts', 'registers': 'Registers'
    },
    'de': map{
      'open-quote': '„', 'close-quote': '“',
      'also': 'Auch:',
      'mention-one': 'Erwähnung', 'mention-many': 'Erwähnungen',
      'mention-none': 'In den Texten nicht erwähnt.',
      'in-note': 'in einer Anmerkung', 'in-choice': 'in der nicht gezeigten Form',
      'in-reading': 'in einer Lesart', 'reading-of': 'Lesart von',
      'gregorian': 'Gregorianischer Kalender', 'julian': 'Julianischer Kalender',
      'mentions': 'Erwähnungen',
      'computed': 'Ein Datum in eckigen Klammern ist berechnet: Die Texte nennen es im anderen Kalender.',
      'file': 'Datei', 'content': 'Inhalt',
      'kind-text': 'Text', 'kind-part': 'Teil eines Textes', 'kind-register': 'Register',
      'kind-table': 'Tabelle', 'kind-archive': 'Archiv', 'kind-checksums': 'Prüfsummen',
      'texts': 'Texte', 'registers': 'Register'
    } }"/>

  <!-- Entry: the page that a document of facts describes. -->
  <xsl:template match="/" as="element(document)">
    <document>
      <xsl:apply-templates select="*"/>
    </document>
  </xsl:template>

  <!-- A register: a section a letter, with links to the letters at the top. -->
  <xsl:template match="x:register" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-register-{@kind}">
      <title>{@title}</title>
      <xsl:where-populated>
        <paragraph classes="tei-letters">
          <xsl:apply-templates select="x:letter[../x:letter[2]]" mode="m:register-label"/>
        </paragraph>
      </xsl:where-populated>
      <xsl:apply-templates select="x:letter"/>
    </section>
  </xsl:template>

  <!-- The link to a letter. -->
  <xsl:template match="x:letter" mode="m:register-label" as="node()+">
    <xsl:if test="preceding-sibling::x:letter"> · </xsl:if>
    <tei_link target="{../@docname}#{fp:letter-id(.)}">{@name}</tei_link>
  </xsl:template>

  <!-- The entities under one letter. -->
  <xsl:template match="x:letter" as="element(section)">
    <section ids="{fp:letter-id(.)}" classes="tei-letter">
      <title classes="tei-generated">{@name}</title>
      <definition_list classes="tei-entities">
        <xsl:apply-templates select="x:entity"/>
      </definition_list>
    </section>
  </xsl:template>

  <!-- An entity: its name and dates; then what is known of it; then every mention. -->
  <xsl:template match="x:entity" as="element(definition_list_item)">
    <definition_list_item>
      <term ids="{@anchor}" classes="tei-entity" tei_object="{@kind}" tei_key="{@id}"
        tei_name="{@name}" tei_sort="{@sort}">
        <strong>{@name}</strong>
        <xsl:if test="normalize-space(@dates)">
          <xsl:text> </xsl:text>
          <inline classes="tei-dates">{@dates}</inline>
        </xsl:if>
      </term>
      <definition>
        <xsl:where-populated>
          <paragraph classes="tei-forms">
            <xsl:if test="x:form">
              <inline classes="tei-label">{fp:string('also', fp:language(.))}</inline>
              <xsl:text> {string-join(x:form, '; ')}</xsl:text>
            </xsl:if>
          </paragraph>
          <paragraph classes="tei-roles">{string-join(x:role, '; ')}</paragraph>
        </xsl:where-populated>
        <xsl:apply-templates select="x:description"/>
        <xsl:where-populated>
          <paragraph classes="tei-identifiers">
            <xsl:apply-templates select="x:identifier"/>
          </paragraph>
        </xsl:where-populated>
        <paragraph classes="tei-count">{fp:count(count(x:page/x:mention), 'mention', fp:language(.))}</paragraph>
        <xsl:where-populated>
          <bullet_list classes="tei-mention-pages">
            <xsl:apply-templates select="x:page"/>
          </bullet_list>
        </xsl:where-populated>
      </definition>
    </definition_list_item>
  </xsl:template>

  <!-- What the register says of an entity, in a sentence or more. -->
  <xsl:template match="x:description" as="element(paragraph)">
    <paragraph classes="tei-description">{.}</paragraph>
  </xsl:template>

  <!-- A name for the entity in the catalogue of an authority, as a link if it has an address. -->
  <xsl:template match="x:identifier" as="node()+">
    <xsl:if test="preceding-sibling::x:identifier"> · </xsl:if>
    <xsl:if test="normalize-space(@authority)">{@authority}: </xsl:if>
    <tei_span classes="tei-idno">{@value}</tei_span>
  </xsl:template>

  <!-- Only addresses of the web become links: those of a register are not to be trusted further. -->
  <xsl:template match="x:identifier[matches(@uri, '^https?://', 'i')]" as="node()+">
    <xsl:if test="preceding-sibling::x:identifier"> · </xsl:if>
    <xsl:if test="normalize-space(@authority)">{@authority}: </xsl:if>
    <tei_link classes="tei-idno" uri="{@uri}">{@value}</tei_link>
  </xsl:template>

  <!-- The mentions on one page, under a link to it. -->
  <xsl:template match="x:page" as="element(list_item)">
    <list_item>
      <paragraph classes="tei-mention-page">
        <tei_link target="{@target}">{@title}</tei_link>
      </paragraph>
      <bullet_list classes="tei-mentions">
        <xsl:apply-templates select="x:mention"/>
      </bullet_list>
    </list_item>
  </xsl:template>

  <!-- A mention in a list. -->
  <xsl:template match="x:page/x:mention" as="element(list_item)">
    <list_item>
      <xsl:next-match/>
    </list_item>
  </xsl:template>

  <!-- A mention: where it stands, and its words in their context, linked to the very word. -->
  <xsl:template match="x:mention" as="element(paragraph)" priority="-1">
    <xsl:variable name="lang" as="xs:string" select="fp:language(.)"/>
    <paragraph classes="tei-mention tei-stream-{(@stream, 'text')[1]}">
      <xsl:where-populated>
        <inline classes="tei-label">
          <xsl:apply-templates select="." mode="m:register-label"/>
        </inline>
      </xsl:where-populated>
      <inline classes="{string-join(('tei-quotation', @lang ! ('language-' || .)), ' ')}">
        <xsl:text>{fp:string('open-quote', $lang)}{@before}</xsl:text>
        <tei_link classes="tei-quoted-mention" target="{@target}">
          <strong>{@surface}</strong>
        </tei_link>
        <xsl:text>{@after}{fp:string('close-quote', $lang)}</xsl:text>
      </inline>
      <xsl:if test="@stream = ('note', 'reading', 'choice')">
        <xsl:text> </xsl:text>
        <inline classes="tei-stream">({fp:stream(., $lang)})</inline>
      </xsl:if>
    </paragraph>
  </xsl:template>

  <!-- The page, where the list is not the page's own, and the passage of a mention. -->
  <xsl:template match="x:mention" mode="m:register-label" as="text()?">
    <xsl:variable name="parts" as="xs:string*"
      select="(@page, @passage)[normalize-space()]"/>
    <xsl:if test="exists($parts)">{string-join($parts, ', ')}: </xsl:if>
  </xsl:template>

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

  <!-- The downloads: a table of the files. -->
  <xsl:template match="x:downloads" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-files">
      <title>{@title}</title>
      <xsl:if test="x:file">
        <table classes="tei-files-table colwidths-given longtable">
          <tgroup cols="2">
            <colspec colwidth="45" stub="1"/>
            <colspec colwidth="55"/>
            <xsl:sequence select="fp:head(('file', 'content'), fp:language(.))"/>
            <tbody>
              <xsl:apply-templates select="x:file"/>
            </tbody>
          </tgroup>
        </table>
      </xsl:if>
    </section>
  </xsl:template>

  <!-- A file: where it lies, what it is. -->
  <xsl:template match="x:file" as="element(row)">
    <xsl:variable name="kind" as="xs:string" select="fp:string('kind-' || @kind, fp:language(.))"/>
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

  <!-- The contents of the edition: its texts, then its registers. -->
  <xsl:template match="x:contents" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-contents">
      <title>{@title}</title>
      <xsl:sequence select="
        fp:contents('texts', x:page[@kind = 'text'], fp:language(.)),
        fp:contents('registers', x:page[not(@kind = 'text')], fp:language(.))"/>
    </section>
  </xsl:template>

  <!-- One list of pages under its heading, or nothing. -->
  <xsl:function name="fp:contents" as="element()*">
    <xsl:param name="heading" as="xs:string"/>
    <xsl:param name="pages" as="element(x:page)*"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:if test="exists($pages)">
      <rubric>{fp:string($heading, $lang)}</rubric>
      <toctree entries="{$pages/@docname}" maxdepth="2"/>
    </xsl:if>
  </xsl:function>

  <!-- The head of a table. -->
  <xsl:function name="fp:head" as="element(thead)">
    <xsl:param name="keys" as="xs:string+"/>
    <xsl:param name="lang" as="xs:string"/>
    <thead>
      <row>
        <xsl:sequence select="$keys ! fp:head-entry(fp:string(., $lang))"/>
      </row>
    </thead>
  </xsl:function>

  <!-- One cell of the head of a table. -->
  <xsl:function name="fp:head-entry" as="element(entry)">
    <xsl:param name="words" as="xs:string"/>
    <entry>
      <paragraph>{$words}</paragraph>
    </entry>
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

  <!-- Where a mention stands that is not in the reading text. -->
  <xsl:function name="fp:stream" as="xs:string">
    <xsl:param name="mention" as="element(x:mention)"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:variable name="sigla" as="xs:string*" select="tokenize($mention/@sigla)"/>
    <xsl:sequence select="
      if (exists($sigla) and $mention/@stream = 'reading')
      then fp:string('reading-of', $lang) || ' ' || string-join($sigla, ', ')
      else fp:string('in-' || $mention/@stream, $lang)"/>
  </xsl:function>

  <!-- So many things, in words: `5 mentions`. -->
  <xsl:function name="fp:count" as="xs:string">
    <xsl:param name="number" as="xs:integer"/>
    <xsl:param name="thing" as="xs:string"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:sequence select="
      if ($number = 0) then fp:string($thing || '-none', $lang)
      else $number || ' ' || fp:string($thing || (if ($number = 1) then '-one' else '-many'), $lang)"/>
  </xsl:function>

  <!-- A word or phrase of ours in a language, in English where we have no other. -->
  <xsl:function name="fp:string" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:sequence select="($fp:strings(lower-case(tokenize($lang, '-')[1])), $fp:strings('en'))[1]($key)"/>
  </xsl:function>

  <!-- The language of the page that a fact stands on. -->
  <xsl:function name="fp:language" as="xs:string">
    <xsl:param name="fact" as="element()"/>
    <xsl:sequence select="(root($fact)/*/@lang[normalize-space()], 'en')[1]"/>
  </xsl:function>

  <!-- The id of a page's section: the last step of its docname. -->
  <xsl:function name="fp:page-id" as="xs:string">
    <xsl:param name="page" as="element()"/>
    <xsl:sequence select="fp:free-id(tokenize($page/@docname, '/')[last()], root($page))"/>
  </xsl:function>

  <!-- The id of a letter's section; what cannot stand in an id is written as its code point. -->
  <xsl:function name="fp:letter-id" as="xs:string">
    <xsl:param name="letter" as="element(x:letter)"/>
    <xsl:variable name="name" as="xs:string*" select="
      string-to-codepoints($letter/@name)
      ! (if (matches(codepoints-to-string(.), '\w')) then codepoints-to-string(.) else 'u' || .)"/>
    <xsl:sequence select="fp:free-id('letter-' || string-join($name), root($letter))"/>
  </xsl:function>

  <!-- The id that we want, lengthened until it is no anchor of the edition's own. -->
  <xsl:function name="fp:free-id" as="xs:string">
    <xsl:param name="wanted" as="xs:string"/>
    <xsl:param name="page" as="node()"/>
    <xsl:sequence select="
      if (exists(key('fp:anchor', $wanted, $page))) then fp:free-id($wanted || '-page', $page)
      else $wanted"/>
  </xsl:function>

</xsl:stylesheet>
