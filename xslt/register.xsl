<?xml version="1.0" encoding="UTF-8"?>
<!-- Facts to pages: registers, witnesses, downloads and the contents of the edition.

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

  <xsl:include href="problems.xsl"/>
  <xsl:include href="chronology.xsl"/>
  <xsl:include href="gazetteer.xsl"/>

  <!-- Facts to docutils nodes; facts that nobody wrote a template for are a mistake of ours. -->
  <xsl:mode name="m:register" on-no-match="fail"/>

  <!-- The label of a quotation: page, passage. -->
  <xsl:mode name="m:register-label" on-no-match="shallow-skip"/>

  <xsl:output method="xml" indent="no" encoding="UTF-8" omit-xml-declaration="yes"/>

  <!-- What stands on a page by its anchor, so that our own ids can give way. -->
  <xsl:key name="fp:anchor" match="x:entity | x:time | x:witness" use="@anchor"/>

  <!-- Every word that these pages add to the edition's own, by language. -->
  <xsl:variable name="fp:strings" as="map(xs:string, map(xs:string, xs:string))" select="map{
    'en': map{
      'open-quote': '“', 'close-quote': '”',
      'also': 'Also:',
      'mention-one': 'mention', 'mention-many': 'mentions', 'mention-none': 'Not mentioned in the texts.',
      'in-note': 'in a note', 'in-choice': 'in the form not shown',
      'in-reading': 'in a reading', 'reading-of': 'reading of',
      'entry-one': 'entry in the apparatus', 'entry-many': 'entries in the apparatus',
      'entry-none': 'No entries in the apparatus.',
      'file': 'File', 'content': 'Content',
      'kind-text': 'text', 'kind-part': 'part of a text', 'kind-register': 'register',
      'kind-geojson': 'GeoJSON', 'kind-archive': 'archive', 'kind-checksums': 'checksums',
      'texts': 'Texts', 'registers': 'Registers',
      'count': 'Count', 'severity': 'Severity', 'code': 'Code', 'files': 'Files',
      'meaning': 'Meaning', 'hint': 'Hint:', 'places': 'Places:', 'line': 'Line',
      'error': 'error', 'warning': 'warning', 'note': 'note'
    },
    'de': map{
      'open-quote': '„', 'close-quote': '“',
      'also': 'Auch:',
      'mention-one': 'Erwähnung', 'mention-many': 'Erwähnungen',
      'mention-none': 'In den Texten nicht erwähnt.',
      'in-note': 'in einer Anmerkung', 'in-choice': 'in der nicht gezeigten Form',
      'in-reading': 'in einer Lesart', 'reading-of': 'Lesart von',
      'entry-one': 'Eintrag im Apparat', 'entry-many': 'Einträge im Apparat',
      'entry-none': 'Keine Einträge im Apparat.',
      'file': 'Datei', 'content': 'Inhalt',
      'kind-text': 'Text', 'kind-part': 'Teil eines Textes', 'kind-register': 'Register',
      'kind-geojson': 'GeoJSON', 'kind-archive': 'Archiv', 'kind-checksums': 'Prüfsummen',
      'texts': 'Texte', 'registers': 'Register',
      'count': 'Anzahl', 'severity': 'Schwere', 'code': 'Code', 'files': 'Dateien',
      'meaning': 'Bedeutung', 'hint': 'Rat:', 'places': 'Stellen:', 'line': 'Zeile',
      'error': 'Fehler', 'warning': 'Warnung', 'note': 'Hinweis'
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

  <!-- The witnesses, each with its siglum, description and share in the apparatus. -->
  <xsl:template match="x:witnesses" as="element(section)">
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-witnesses">
      <title>{@title}</title>
      <xsl:where-populated>
        <definition_list classes="tei-entities">
          <xsl:apply-templates select="x:witness"/>
        </definition_list>
      </xsl:where-populated>
    </section>
  </xsl:template>

  <!-- A witness. -->
  <xsl:template match="x:witness" as="element(definition_list_item)">
    <definition_list_item>
      <term ids="{@anchor}" classes="tei-entity" tei_object="witness" tei_key="{@id}"
        tei_name="{@siglum}" tei_sort="{@siglum}">
        <strong>{@siglum}</strong>
      </term>
      <definition>
        <xsl:where-populated>
          <paragraph classes="tei-description">{normalize-space()}</paragraph>
        </xsl:where-populated>
        <paragraph classes="tei-count">{fp:count(xs:integer((@entries, 0)[1]), 'entry', fp:language(.))}</paragraph>
      </definition>
    </definition_list_item>
  </xsl:template>

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
