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

  <xsl:include href="languages.xsl"/>
  <xsl:include href="witnesses.xsl"/>
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
      'also': 'Also:', 'see': 'see', 'in': 'on', 'pages': 'pages', 'page': 'page',
      'unlisted': 'In no register; named in the texts by this address.',
      'letters': 'Letters', 'own': 'Pages of their own',
      'apart': 'Not mentioned in the texts', 'links': 'See also:',
      'part-of': 'Part of', 'parts': 'Includes', 'of': '{} of',
      'in-header': 'in the header', 'role-sent': 'sender', 'role-received': 'addressee',
      'cert-low': 'identification uncertain', 'cert-medium': 'identification probable',
      'cert-unknown': 'identification open',
      'detail-affiliation': 'Affiliation', 'detail-age': 'Age', 'detail-author': 'Author',
      'detail-composer': 'Composer', 'detail-country': 'Country', 'detail-date': 'Date',
      'detail-district': 'District', 'detail-editor': 'Editor', 'detail-education': 'Education',
      'detail-faith': 'Faith', 'detail-floruit': 'Active', 'detail-gender': 'Gender',
      'detail-langKnowledge': 'Languages', 'detail-librettist': 'Librettist',
      'detail-nationality': 'Nationality', 'detail-occupation': 'Occupation',
      'detail-pubPlace': 'Published in', 'detail-publisher': 'Publisher', 'detail-region': 'Region',
      'detail-residence': 'Residence', 'detail-role': 'Role', 'detail-settlement': 'Settlement',
      'detail-sex': 'Sex', 'detail-state': 'State', 'detail-trait': 'Trait',
      'mention-one': 'mention', 'mention-many': 'mentions', 'mention-none': 'Not mentioned in the texts.',
      'in-note': 'in a note', 'in-choice': 'in the form not shown',
      'in-reading': 'in a reading', 'reading-of': 'reading of',
      'file': 'File', 'content': 'Content',
      'kind-text': 'text', 'kind-part': 'part of a text', 'kind-register': 'register',
      'kind-geojson': 'GeoJSON', 'kind-table': 'table', 'kind-matrix': 'NEXUS', 'kind-archive': 'archive', 'kind-checksums': 'checksums',
      'texts': 'Texts', 'registers': 'Registers',
      'count': 'Count', 'severity': 'Severity', 'code': 'Code', 'files': 'Files',
      'meaning': 'Meaning', 'hint': 'Hint:', 'places': 'Places:', 'line': 'Line',
      'error': 'error', 'warning': 'warning', 'note': 'note'
    },
    'de': map{
      'open-quote': '„', 'close-quote': '“',
      'also': 'Auch:', 'see': 'siehe', 'in': 'auf', 'pages': 'Seiten', 'page': 'Seite',
      'unlisted': 'In keinem Register; die Texte nennen diese Adresse.',
      'letters': 'Buchstaben', 'own': 'Eigene Seiten',
      'apart': 'In den Texten nicht erwähnt', 'links': 'Siehe auch:',
      'part-of': 'Teil von', 'parts': 'Umfasst', 'of': '{} von',
      'in-header': 'im Kopf', 'role-sent': 'Absender', 'role-received': 'Empfänger',
      'cert-low': 'Zuordnung unsicher', 'cert-medium': 'Zuordnung wahrscheinlich',
      'cert-unknown': 'Zuordnung offen',
      'detail-affiliation': 'Zugehörigkeit', 'detail-age': 'Alter', 'detail-author': 'Verfasser',
      'detail-composer': 'Komponist', 'detail-country': 'Land', 'detail-date': 'Datum',
      'detail-district': 'Bezirk', 'detail-editor': 'Herausgeber', 'detail-education': 'Ausbildung',
      'detail-faith': 'Konfession', 'detail-floruit': 'Wirkungszeit', 'detail-gender': 'Geschlecht',
      'detail-langKnowledge': 'Sprachen', 'detail-librettist': 'Librettist',
      'detail-nationality': 'Nationalität', 'detail-occupation': 'Tätigkeit',
      'detail-pubPlace': 'Erschienen in', 'detail-publisher': 'Verlag', 'detail-region': 'Region',
      'detail-residence': 'Wohnort', 'detail-role': 'Rolle', 'detail-settlement': 'Ort',
      'detail-sex': 'Geschlecht', 'detail-state': 'Stand', 'detail-trait': 'Merkmal',
      'mention-one': 'Erwähnung', 'mention-many': 'Erwähnungen',
      'mention-none': 'In den Texten nicht erwähnt.',
      'in-note': 'in einer Anmerkung', 'in-choice': 'in der nicht gezeigten Form',
      'in-reading': 'in einer Lesart', 'reading-of': 'Lesart von',
      'file': 'Datei', 'content': 'Inhalt',
      'kind-text': 'Text', 'kind-part': 'Teil eines Textes', 'kind-register': 'Register',
      'kind-geojson': 'GeoJSON', 'kind-table': 'Tabelle', 'kind-matrix': 'NEXUS', 'kind-archive': 'Archiv', 'kind-checksums': 'Prüfsummen',
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

  <!-- A page of a register: the letters, here and on its other pages; then what stands here. -->
  <xsl:template match="x:register" as="element(section)">
    <xsl:variable name="letters" as="element()*" select="
      x:part[@kind = 'letter'][not(@label = preceding-sibling::x:part[@kind = 'letter']/@label)
        or @current = '1'],
      x:letter[not(../x:part[@kind = 'letter'])]"/>
    <section ids="{fp:page-id(.)}" classes="tei-page tei-register tei-register-{@kind}">
      <title>{@title}</title>
      <xsl:if test="count($letters) gt 1">
        <paragraph classes="tei-letters">
          <xsl:for-each select="$letters">
            <xsl:if test="position() gt 1"> · </xsl:if>
            <xsl:apply-templates select="." mode="m:register-label"/>
          </xsl:for-each>
        </paragraph>
      </xsl:if>
      <xsl:sequence select="fp:other-pages(.)"/>
      <xsl:apply-templates select="x:letter"/>
      <xsl:where-populated>
        <definition_list classes="tei-entities">
          <xsl:apply-templates select="x:entity"/>
        </definition_list>
      </xsl:where-populated>
      <xsl:apply-templates select="x:apart[x:letter]"/>
    </section>
  </xsl:template>

  <!-- The pages below a register's first: in its contents, so that readers walk through them. -->
  <xsl:function name="fp:other-pages" as="element()*">
    <xsl:param name="register" as="element(x:register)"/>
    <xsl:variable name="apart" as="element()*" select="$register/x:part[@kind = 'apart']"/>
    <xsl:if test="exists($apart) and not($register/@up)">
      <paragraph classes="tei-apart-link">
        <tei_link target="{$apart[1]/@docname}">{fp:string('apart', fp:language($register))}</tei_link>
      </paragraph>
    </xsl:if>
    <xsl:if test="$register/x:part and not($register/@up)">
      <toctree entries="{$register/x:part/@docname}" maxdepth="1" hidden="1"/>
    </xsl:if>
  </xsl:function>

  <!-- The link to a letter of this page. -->
  <xsl:template match="x:letter" mode="m:register-label" as="element()">
    <tei_link target="{ancestor::x:register/@docname}#{fp:letter-id(.)}">{@name}</tei_link>
  </xsl:template>

  <!-- The link to the page of a letter; its own says so. -->
  <xsl:template match="x:part" mode="m:register-label" as="element()">
    <xsl:choose>
      <xsl:when test="@current = '1'">
        <strong>{@label}</strong>
      </xsl:when>
      <xsl:otherwise>
        <tei_link target="{@docname}">{@label}</tei_link>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Whom the texts do not mention, below all others. -->
  <xsl:template match="x:apart" as="element(section)">
    <section ids="letter-unmentioned" classes="tei-letter tei-apart">
      <title classes="tei-generated">{fp:string('apart', fp:language(.))}</title>
      <definition_list classes="tei-entities">
        <xsl:apply-templates select="x:letter/*"/>
      </definition_list>
    </section>
  </xsl:template>

  <!-- The entities under one letter. -->
  <xsl:template match="x:letter" as="element(section)">
    <section ids="{fp:letter-id(.)}" classes="tei-letter">
      <title classes="tei-generated">{@name}</title>
      <definition_list classes="tei-entities">
        <xsl:apply-templates select="*"/>
      </definition_list>
    </section>
  </xsl:template>

  <!-- Another form of a name, which says where to look; or a name that has a page of its own. -->
  <xsl:template match="x:reference" as="element(definition_list_item)">
    <xsl:variable name="lang" as="xs:string" select="fp:language(.)"/>
    <definition_list_item classes="tei-reference">
      <term>
        <xsl:choose>
          <xsl:when test="normalize-space(@name)">
            <xsl:attribute name="tei_see" select="@name"/>
            <xsl:attribute name="tei_name" select="@form"/>
            <xsl:text>{@form}, </xsl:text>
            <emphasis>{fp:string('see', $lang)}</emphasis>
            <xsl:text> </xsl:text>
            <tei_link target="{@target}">{@name}</tei_link>
          </xsl:when>
          <xsl:otherwise>
            <tei_link target="{@target}">
              <strong>{@form}</strong>
            </tei_link>
            <xsl:if test="normalize-space(@dates)">
              <xsl:text> </xsl:text>
              <inline classes="tei-dates">{@dates}</inline>
            </xsl:if>
            <xsl:text> </xsl:text>
            <inline classes="tei-count">{fp:count(xs:integer(@mentions), 'mention', $lang)}</inline>
          </xsl:otherwise>
        </xsl:choose>
      </term>
      <definition/>
    </definition_list_item>
  </xsl:template>

  <!-- An entity: its name and dates; then what is known of it; then every mention. -->
  <xsl:template match="x:entity" as="element(definition_list_item)">
    <xsl:variable name="lang" as="xs:string" select="fp:language(.)"/>
    <definition_list_item>
      <term ids="{@anchor}" classes="tei-entity" tei_object="{@kind}" tei_key="{@id}"
        tei_name="{@name}" tei_sort="{@sort}">
        <xsl:for-each select="(@type, @parent, @dates, @mentions)[normalize-space()]">
          <xsl:attribute name="tei_{local-name()}" select="."/>
        </xsl:for-each>
        <strong>
          <xsl:sequence select="fp:language-class(.)"/>
          <xsl:text>{@name}</xsl:text>
        </strong>
        <xsl:if test="normalize-space(@dates)">
          <xsl:text> </xsl:text>
          <inline classes="tei-dates">{@dates}</inline>
        </xsl:if>
      </term>
      <definition>
        <xsl:where-populated>
          <paragraph classes="tei-forms">
            <xsl:if test="x:form">
              <inline classes="tei-label">{fp:string('also', $lang)}</inline>
              <xsl:text> </xsl:text>
              <xsl:apply-templates select="x:form"/>
            </xsl:if>
          </paragraph>
          <paragraph classes="tei-roles">{string-join(x:detail[@name = ('occupation', 'role')], '; ')}</paragraph>
        </xsl:where-populated>
        <xsl:apply-templates select="x:description,
          x:detail[not(@name = ('occupation', 'role'))], x:relation"/>
        <xsl:where-populated>
          <paragraph classes="tei-identifiers">
            <xsl:apply-templates select="x:identifier"/>
          </paragraph>
          <paragraph classes="tei-links">
            <xsl:if test="x:link">
              <inline classes="tei-label">{fp:string('links', $lang)}</inline>
              <xsl:text> </xsl:text>
              <xsl:apply-templates select="x:link"/>
            </xsl:if>
          </paragraph>
        </xsl:where-populated>
        <xsl:if test="@unlisted = '1'">
          <paragraph classes="tei-unlisted">{fp:string('unlisted', $lang)}</paragraph>
        </xsl:if>
        <xsl:sequence select="fp:mentions(.)"/>
      </definition>
    </definition_list_item>
  </xsl:template>

  <!-- The mentions of an entity by page: a long list is folded. -->
  <xsl:function name="fp:mentions" as="element()+">
    <xsl:param name="entity" as="element(x:entity)"/>
    <xsl:variable name="lang" as="xs:string" select="fp:language($entity)"/>
    <xsl:variable name="count" as="xs:string"
      select="fp:count(count($entity/x:page/x:mention), 'mention', $lang)"/>
    <xsl:variable name="list" as="element(tei_mentions)?">
      <xsl:where-populated>
        <tei_mentions>
          <xsl:apply-templates select="$entity/x:page"/>
        </tei_mentions>
      </xsl:where-populated>
    </xsl:variable>
    <xsl:variable name="pages" as="xs:integer" select="count($entity/x:page)"/>
    <xsl:variable name="where" as="xs:string" select="
      if ($pages gt 1) then ' ' || fp:string('in', $lang) || ' ' || $pages || ' ' || fp:string('pages', $lang)
      else ''"/>
    <xsl:choose>
      <xsl:when test="$entity/@folded = '1' and $entity/ancestor::x:letter">
        <tei_details classes="tei-mention-fold" summary="{$count}{$where}">
          <xsl:sequence select="$list"/>
        </tei_details>
      </xsl:when>
      <xsl:otherwise>
        <paragraph classes="tei-count">{$count}{$where}</paragraph>
        <xsl:sequence select="$list"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- Another form of a name, in its own language. -->
  <xsl:template match="x:form" as="node()+">
    <xsl:if test="preceding-sibling::x:form">; </xsl:if>
    <xsl:choose>
      <xsl:when test="normalize-space(@lang)">
        <inline>
          <xsl:sequence select="fp:language-class(.)"/>
          <xsl:text>{.}</xsl:text>
        </inline>
      </xsl:when>
      <xsl:otherwise>
        <xsl:text>{.}</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Something that an entry says, under its name; linked where it names another entry. -->
  <xsl:template match="x:detail" as="element(paragraph)">
    <xsl:variable name="lang" as="xs:string" select="fp:language(.)"/>
    <paragraph classes="tei-detail tei-detail-{@name}">
      <inline classes="tei-label">{(fp:known-string('detail-' || @name, $lang), @name)[1]}:</inline>
      <xsl:text> </xsl:text>
      <xsl:sequence select="fp:linked(@target, .)"/>
    </paragraph>
  </xsl:template>

  <!-- What an entity has to do with others. -->
  <xsl:template match="x:relation" as="element(paragraph)">
    <xsl:variable name="lang" as="xs:string" select="fp:language(.)"/>
    <xsl:variable name="name" as="xs:string" select="
      (fp:known-string(@name, $lang)[current()/@side = 'own'], string(@name))[1]"/>
    <xsl:variable name="label" as="xs:string" select="
      if (@side = 'active' and not(ends-with(lower-case($name), 'of')))
      then replace(fp:string('of', $lang), '\{\}', replace($name, '[\\$]', '\\$0')) else $name"/>
    <paragraph classes="tei-relation">
      <inline classes="tei-label">{upper-case(substring($label, 1, 1))}{substring($label, 2)}:</inline>
      <xsl:text> </xsl:text>
      <xsl:for-each select="x:to">
        <xsl:if test="position() gt 1">; </xsl:if>
        <xsl:sequence select="fp:linked(@target, .)"/>
      </xsl:for-each>
    </paragraph>
  </xsl:template>

  <!-- A link of an entry to somewhere else. -->
  <xsl:template match="x:link" as="node()+">
    <xsl:if test="preceding-sibling::x:link"> · </xsl:if>
    <xsl:sequence select="fp:linked(@target, @label)"/>
  </xsl:template>

  <!-- Words as a link, if they lead to a page of the edition or an address of the web. -->
  <xsl:function name="fp:linked" as="node()">
    <xsl:param name="target" as="xs:string?"/>
    <xsl:param name="words" as="xs:string"/>
    <xsl:choose>
      <xsl:when test="matches($target, '^https?://', 'i')">
        <tei_link uri="{$target}">{$words}</tei_link>
      </xsl:when>
      <xsl:when test="normalize-space($target) and not(matches($target, '^[A-Za-z][A-Za-z0-9+.-]*:'))">
        <tei_link target="{$target}">{$words}</tei_link>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="$words"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:function>

  <!-- The class that says in which language a fact is, if not in that of the page. -->
  <xsl:function name="fp:language-class" as="attribute()?">
    <xsl:param name="fact" as="element()"/>
    <xsl:if test="matches($fact/@lang, '^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$')">
      <xsl:attribute name="classes" select="'language-' || f:browser-language($fact/@lang)"/>
    </xsl:if>
  </xsl:function>

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
  <xsl:template match="x:page" as="element(tei_quotes)">
    <tei_quotes target="{@target}" title="{@title}">
      <xsl:apply-templates select="x:mention"/>
    </tei_quotes>
  </xsl:template>

  <!-- A mention in a list: one node, since a register may have a hundred thousand. -->
  <xsl:template match="x:page/x:mention" as="element(tei_quote)">
    <xsl:variable name="lang" as="xs:string" select="fp:language(.)"/>
    <xsl:variable name="label" as="text()?">
      <xsl:apply-templates select="." mode="m:register-label"/>
    </xsl:variable>
    <tei_quote target="{@target}" stream="{(@stream, 'text')[1]}" surface="{@surface}"
      before="{fp:string('open-quote', $lang)}{@before}"
      after="{@after}{fp:string('close-quote', $lang)}">
      <xsl:if test="normalize-space($label)">
        <xsl:attribute name="label" select="normalize-space($label)"/>
      </xsl:if>
      <xsl:where-populated>
        <xsl:attribute name="remark" select="fp:remarks(., $lang)"/>
        <xsl:attribute name="lang" select="@lang ! f:browser-language(.)"/>
      </xsl:where-populated>
    </tei_quote>
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
      <inline classes="{string-join(('tei-quotation', @lang ! ('language-' || f:browser-language(.))), ' ')}">
        <xsl:text>{fp:string('open-quote', $lang)}{@before}</xsl:text>
        <tei_link classes="tei-quoted-mention" target="{@target}">
          <strong>{@surface}</strong>
        </tei_link>
        <xsl:text>{@after}{fp:string('close-quote', $lang)}</xsl:text>
      </inline>
      <xsl:if test="fp:remarks(., $lang)">
        <xsl:text> </xsl:text>
        <inline classes="tei-stream">({fp:remarks(., $lang)})</inline>
      </xsl:if>
    </paragraph>
  </xsl:template>

  <!-- The page, where the list is not the page's own, and the passage of a mention. -->
  <xsl:template match="x:mention" mode="m:register-label" as="text()?">
    <xsl:variable name="parts" as="xs:string*"
      select="(@page, @passage)[normalize-space()]"/>
    <xsl:if test="exists($parts)">{string-join($parts, ', ')}: </xsl:if>
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
      <xsl:for-each select="x:left-out">
        <paragraph classes="tei-left-out tei-generated">
          <xsl:text>{@words} </xsl:text>
          <literal>{@file}</literal>
        </paragraph>
      </xsl:for-each>
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

  <!-- What is remarked of a mention: where it stands, how sure it is; or nothing. -->
  <xsl:function name="fp:remarks" as="xs:string">
    <xsl:param name="mention" as="element(x:mention)"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:sequence select="string-join((
      $mention[@stream = ('note', 'reading', 'choice', 'header')] ! fp:stream(., $lang),
      fp:known-string('cert-' || $mention/@cert, $lang)), '; ')"/>
  </xsl:function>

  <!-- Where a mention stands that is not in the reading text. -->
  <xsl:function name="fp:stream" as="xs:string">
    <xsl:param name="mention" as="element(x:mention)"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:variable name="sigla" as="xs:string*" select="tokenize($mention/@sigla)"/>
    <xsl:sequence select="
      if (exists($sigla) and $mention/@stream = 'reading')
      then fp:string('reading-of', $lang) || ' ' || string-join($sigla, ', ')
      else if ($mention/@role) then (fp:known-string('role-' || $mention/@role, $lang), string($mention/@role))[1]
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

  <!-- The same, or nothing for a key that we have no words for. -->
  <xsl:function name="fp:known-string" as="xs:string?">
    <xsl:param name="key" as="xs:string"/>
    <xsl:param name="lang" as="xs:string"/>
    <xsl:sequence select="
      let $words := ($fp:strings(lower-case(tokenize($lang, '-')[1])), $fp:strings('en'))[1]
      return $words($key)"/>
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
