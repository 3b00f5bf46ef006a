<?xml version="1.0" encoding="UTF-8"?>
<!-- Staged pages to HTML on its own, without Sphinx: one docutils document to one complete page.

     The page has the elements, ids and classes that Sphinx gives it, so that one style and one set
     of links fits both. Nothing here knows TEI. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:map="http://www.w3.org/2005/xpath-functions/map"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

  <!-- Docutils nodes to HTML; an element without a template of its own is kept with its text. -->
  <xsl:mode name="m:html" on-no-match="shallow-copy"/>

  <!-- The text of a title for places that hold no markup: no note marks, no hidden sides. -->
  <xsl:mode name="m:html-plain" on-no-match="text-only-copy"/>

  <!-- Not indented: white space between inline elements is text. -->
  <xsl:output method="html" html-version="5" encoding="UTF-8" indent="no"
    include-content-type="no" escape-uri-attributes="no"/>

  <!-- The page's name, from which its links are reckoned. -->
  <xsl:param name="docname" as="xs:string" select="'index'"/>

  <!-- The pages named in navigation: a map, or one in JSON, of docname to title and href (from the
       root of the site). A page that it lacks is taken to lie at its docname with `.html`, so only
       those need be given whose titles are shown: those around this page and in its lists. -->
  <xsl:param name="pages" as="item()" select="map{}"/>

  <!-- The docname of the page before this one, or nothing. -->
  <xsl:param name="previous" as="xs:string" select="''"/>

  <!-- The docname of the page after this one, or nothing. -->
  <xsl:param name="next" as="xs:string" select="''"/>

  <!-- The docname of the page above this one, or nothing. -->
  <xsl:param name="up" as="xs:string" select="''"/>

  <!-- The docnames of the pages that this one stands below, the outermost first, in one string;
       without it, the page above alone. -->
  <xsl:param name="trail" as="xs:string" select="$up"/>

  <!-- The title of the edition. -->
  <xsl:param name="edition" as="xs:string" select="''"/>

  <!-- The docname of the edition's first page, to which its title leads. -->
  <xsl:param name="home" as="xs:string" select="($up[normalize-space()], $docname)[1]"/>

  <!-- The language of the edition. -->
  <xsl:param name="language" as="xs:string" select="'en'"/>

  <!-- The path of the style sheet from the root of the site. -->
  <xsl:param name="stylesheet" as="xs:string" select="'edition.css'"/>

  <!-- The paths of the editor's own style sheets from the root of the site, one a line. -->
  <xsl:param name="styles" as="xs:string" select="''"/>

  <!-- The path of the script of the reader's choices from the root of the site. -->
  <xsl:param name="script" as="xs:string" select="'edition.js'"/>

  <!-- What programs read in the head of the page of how it is cited, as XML. -->
  <xsl:param name="citation-head" as="xs:string" select="''"/>

  <!-- The block that tells readers how the page is cited, as XML. -->
  <xsl:param name="citation" as="xs:string" select="''"/>

  <!-- The path of the script of that block from the root of the site. -->
  <xsl:param name="citation-script" as="xs:string" select="'citation.js'"/>

  <!-- The pages as a map, in whichever form they were given. -->
  <xsl:variable name="fp:pages" as="map(xs:string, item())"
    select="if ($pages instance of map(*)) then $pages else parse-json(string($pages))"/>

  <!-- Where this page lies. -->
  <xsl:variable name="fp:here" as="xs:string" select="f:page-path($docname)"/>

  <!-- What each docutils element is in HTML, with a class where the element says too little. -->
  <xsl:variable name="fp:elements" as="map(xs:string, xs:string+)" select="map{
    'paragraph': 'p', 'subtitle': ('p', 'subtitle'), 'rubric': ('p', 'rubric'),
    'attribution': ('p', 'attribution'), 'block_quote': 'blockquote',
    'bullet_list': 'ul', 'enumerated_list': 'ol', 'list_item': 'li',
    'tei_entries': 'ul', 'tei_entry': 'li',
    'definition_list': 'dl', 'definition': 'dd',
    'field_list': ('dl', 'field-list'), 'field_name': 'dt', 'field_body': 'dd',
    'line_block': ('div', 'line-block'), 'container': 'div', 'compound': 'div', 'topic': 'div',
    'sidebar': 'aside', 'caption': ('p', 'caption'), 'legend': ('div', 'legend'),
    'tbody': 'tbody', 'thead': 'thead',
    'emphasis': 'em', 'strong': 'strong', 'literal': 'code', 'superscript': 'sup',
    'subscript': 'sub', 'title_reference': 'cite', 'inline': 'span', 'tei_span': 'span',
    'abbreviation': 'abbr', 'acronym': 'abbr', 'classifier': ('span', 'classifier'),
    'generated': 'span', 'target': 'span', 'tei_margin': 'span', 'tei_downloads': ('div', 'tei-downloads') }"/>

  <!-- Elements that hold text, in which an unknown element must be a span. -->
  <xsl:variable name="fp:text-elements" as="xs:string+" select="
    'paragraph', 'title', 'subtitle', 'rubric', 'attribution', 'term', 'line', 'caption',
    'field_name', 'label', 'literal_block', 'emphasis', 'strong', 'literal', 'superscript',
    'subscript', 'title_reference', 'inline', 'tei_span', 'tei_link', 'tei_time',
    'tei_alternative', 'reference'"/>

  <!-- Every word that these pages add to the edition's own, by language. -->
  <xsl:variable name="fp:labels" as="map(xs:string, map(xs:string, xs:string))" select="map{
    'en': map{
      'skip': 'Skip to the text', 'pages': 'Pages', 'foot': 'Next pages', 'contents': 'Contents',
      'trail': 'Where this page stands', 'page': 'On this page', 'previous': 'Previous', 'next': 'Next' },
    'de': map{
      'skip': 'Zum Text', 'pages': 'Seiten', 'foot': 'Folgende Seiten', 'contents': 'Inhalt',
      'trail': 'Wo diese Seite steht', 'page': 'Auf dieser Seite', 'previous': 'Zurück', 'next': 'Weiter' } }"/>

  <!-- Entry: a staged page becomes a page of the site. -->
  <xsl:template match="/document" as="element(html)">
    <xsl:variable name="heading" as="xs:string"
      select="string-join((section/title)[1] ! f:plain-text(.))"/>
    <xsl:variable name="main-id" as="xs:string" select="(section[1]/@ids ! tokenize(.)[1], 'text')[1]"/>
    <html lang="{$language}">
      <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>{string-join(distinct-values(($heading, $edition)[normalize-space()]), ' – ')}</title>
        <link rel="stylesheet" href="{f:relative($fp:here, $stylesheet)}"/>
        <xsl:for-each select="tokenize($styles, '\n')[.]">
          <link rel="stylesheet" href="{f:relative($fp:here, fp:encode-path(.))}"/>
        </xsl:for-each>
        <xsl:if test="//tei_views">
          <script src="{f:relative($fp:here, $script)}"/>
        </xsl:if>
        <xsl:if test="$citation">
          <script src="{f:relative($fp:here, $citation-script)}" defer="defer"/>
        </xsl:if>
        <xsl:sequence select="parse-xml-fragment($citation-head)/*"/>
        <xsl:sequence select="fp:head-link('prev', $previous), fp:head-link('next', $next)"/>
      </head>
      <body>
        <a class="tei-skip" href="#{$main-id}">{fp:label('skip')}</a>
        <header class="tei-header">
          <p class="tei-edition-title">
            <a href="{fp:page-href($home)}">{($edition[normalize-space()], fp:page-title($home))[1]}</a>
          </p>
          <xsl:sequence select="fp:trail(), fp:navigation('pages', ('previous', 'next'))"/>
        </header>
        <main>
          <article>
            <xsl:if test="empty(section/@ids)">
              <xsl:attribute name="id" select="$main-id"/>
            </xsl:if>
            <xsl:sequence select="fp:page-contents(.)"/>
            <xsl:apply-templates/>
          </article>
        </main>
        <footer class="tei-footer">
          <xsl:sequence select="fp:navigation('foot', ('previous', 'next'))"/>
        </footer>
      </body>
    </html>
  </xsl:template>

  <!-- Any element: what the table says it is; else a block or an inline, by where it stands. -->
  <xsl:template match="*" as="node()*">
    <xsl:variable name="html" as="xs:string*" select="$fp:elements(local-name())"/>
    <xsl:element name="{($html[1], if (fp:is-inline(.)) then 'span' else 'div')[1]}">
      <xsl:sequence select="fp:attributes(., if (exists($html)) then $html[2] else local-name())"/>
      <xsl:sequence select="fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A list, which cannot hold the targets of further ids: they stand before it. -->
  <xsl:template match="bullet_list | definition_list | field_list" as="node()+">
    <xsl:sequence select="fp:further-ids(.)"/>
    <xsl:element name="{$fp:elements(local-name())[1]}">
      <xsl:sequence select="fp:attributes(., $fp:elements(local-name())[2])"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A row, whose further ids its first cell holds. -->
  <xsl:template match="row" as="element(tr)">
    <tr>
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:apply-templates/>
    </tr>
  </xsl:template>

  <!-- What is said of the page or to its makers, not to its readers. -->
  <xsl:template match="comment | docinfo | meta | index | substitution_definition | pending | colspec" as="empty-sequence()"/>

  <!-- A comment or processing instruction of the page's own. -->
  <xsl:template match="comment() | processing-instruction()" as="empty-sequence()"/>

  <!-- A part of the text. -->
  <xsl:template match="section" as="element(section)">
    <section>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </section>
  </xsl:template>

  <!-- The page itself, which says at its foot how it is cited. -->
  <xsl:template match="document/section[1]" as="element(section)" priority="1">
    <section>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:variable name="downloads" as="element(tei_downloads)?" select="*[last()][self::tei_downloads]"/>
      <xsl:apply-templates select="node() except $downloads"/>
      <xsl:sequence select="parse-xml-fragment($citation)/*"/>
      <xsl:apply-templates select="$downloads"/>
    </section>
  </xsl:template>

  <!-- The heading of a part, at the level at which the part stands. -->
  <xsl:template match="title" as="element()">
    <xsl:element name="h{max((1, min((6, count(ancestor::section)))))}">
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- The title of a block that is no part of the text's hierarchy. -->
  <xsl:template match="topic/title | sidebar/title | admonition/title" as="element(p)">
    <p>
      <xsl:sequence select="fp:attributes(., 'title')"/>
      <xsl:apply-templates/>
    </p>
  </xsl:template>

  <!-- A list that counts, from where and with what figures. -->
  <xsl:template match="enumerated_list" as="node()+">
    <xsl:sequence select="fp:further-ids(.)"/>
    <ol>
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:apply-templates select="@start[. castable as xs:integer], @enumtype"/>
      <xsl:apply-templates/>
    </ol>
  </xsl:template>

  <!-- The number of the first item. -->
  <xsl:template match="enumerated_list/@start" as="attribute(start)">
    <xsl:attribute name="start" select="."/>
  </xsl:template>

  <!-- The figures of a list. -->
  <xsl:template match="enumerated_list/@enumtype" as="attribute(type)?">
    <xsl:variable name="types" as="map(xs:string, xs:string)" select="map{
      'loweralpha': 'a', 'upperalpha': 'A', 'lowerroman': 'i', 'upperroman': 'I' }"/>
    <xsl:where-populated>
      <xsl:attribute name="type" select="$types(.)"/>
    </xsl:where-populated>
  </xsl:template>

  <!-- A term with its definition, which HTML does not hold together. -->
  <xsl:template match="definition_list_item | field" as="element()*">
    <xsl:apply-templates select="*"/>
  </xsl:template>

  <!-- A term, with the ids and classes of its item, and the classifiers that follow it. -->
  <xsl:template match="term" as="element(dt)">
    <dt>
      <xsl:sequence select="fp:attributes(., string-join(tokenize(../@classes), ' ')[. != ''])"/>
      <xsl:sequence select="fp:further-ids(.), tokenize(../@ids) ! fp:anchor(.)"/>
      <xsl:apply-templates/>
      <xsl:apply-templates select="../classifier">
        <xsl:with-param name="in-term" as="xs:boolean" select="true()"/>
      </xsl:apply-templates>
    </dt>
  </xsl:template>

  <!-- A classifier, which HTML has only inside the term. -->
  <xsl:template match="classifier" as="node()*">
    <xsl:param name="in-term" as="xs:boolean" select="false()"/>
    <xsl:if test="$in-term">
      <xsl:text> </xsl:text>
      <xsl:next-match/>
    </xsl:if>
  </xsl:template>

  <!-- A line of verse; an empty one keeps its height. -->
  <xsl:template match="line" as="element(div)">
    <div>
      <xsl:sequence select="fp:attributes(., 'line'), fp:further-ids(.)"/>
      <xsl:apply-templates/>
      <xsl:if test="not(node())">
        <br/>
      </xsl:if>
    </div>
  </xsl:template>

  <!-- Text set as it is written; HTML swallows a newline at its very start, so that has another. -->
  <xsl:template match="literal_block | doctest_block" as="element(pre)">
    <pre>
      <xsl:sequence select="fp:attributes(., 'literal-block')"/>
      <xsl:if test="starts-with(., '&#xa;')">
        <xsl:text>&#xa;</xsl:text>
      </xsl:if>
      <xsl:apply-templates/>
    </pre>
  </xsl:template>

  <!-- A pause between paragraphs. -->
  <xsl:template match="transition" as="element(hr)">
    <hr>
      <xsl:sequence select="fp:attributes(., ())"/>
    </hr>
  </xsl:template>

  <!-- A picture, as far as the page knows it. -->
  <xsl:template match="image" as="element(img)">
    <img src="{fp:image-href(@uri)}" alt="{@alt}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:if test="@width or @height">
        <xsl:attribute name="style" select="
            string-join((@width ! ('width: ' || .), @height ! ('height: ' || .)), '; ')"/>
      </xsl:if>
    </img>
  </xsl:template>

  <!-- A figure; HTML has one caption, so the legend goes into it. -->
  <xsl:template match="figure" as="element(figure)">
    <figure>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates select="node() except (caption, legend)"/>
      <xsl:where-populated>
        <figcaption>
          <xsl:apply-templates select="caption, legend"/>
        </figcaption>
      </xsl:where-populated>
    </figure>
  </xsl:template>

  <!-- A table, in a box of its own that scrolls where the page is too narrow. -->
  <xsl:template match="table" as="node()+">
    <xsl:sequence select="fp:further-ids(.)"/>
    <div class="table-wrapper" tabindex="0">
      <table>
        <xsl:sequence select="fp:attributes(., ())"/>
        <xsl:apply-templates select="title, * except title"/>
      </table>
    </div>
  </xsl:template>

  <!-- The title of a table. -->
  <xsl:template match="table/title" as="element(caption)">
    <caption>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </caption>
  </xsl:template>

  <!-- The columns and rows of a table. -->
  <xsl:template match="tgroup" as="element()*">
    <xsl:apply-templates select="*"/>
  </xsl:template>

  <!-- A cell; it heads a column in the table's head, a row in a column of stubs. -->
  <xsl:template match="entry" as="element()">
    <xsl:variable name="column" as="xs:integer"
      select="1 + sum(preceding-sibling::entry ! (1 + (@morecols ! xs:integer(.), 0)[1]))"/>
    <xsl:variable name="scope" as="xs:string?" select="
      if (ancestor::thead) then 'col'
      else if (ancestor::tgroup[1]/colspec[$column]/@stub = '1') then 'row'
      else ()"/>
    <xsl:element name="{if ($scope) then 'th' else 'td'}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:sequence select="$scope ! fp:attribute('scope', .)"/>
      <xsl:sequence select="@morecols ! fp:attribute('colspan', string(1 + xs:integer(.)))"/>
      <xsl:sequence select="@morerows ! fp:attribute('rowspan', string(1 + xs:integer(.)))"/>
      <xsl:sequence select="fp:further-ids(parent::row)[$column = 1], fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A link within the edition, to the web, or to a file that the edition offers. -->
  <xsl:template match="tei_link" as="element()">
    <xsl:variable name="href" as="xs:string?" select="
      (@target ! fp:target-href(.), @uri ! fp:safe-uri(.), @file ! f:relative($fp:here, fp:encode-path(.)))[1]"/>
    <xsl:element name="{if (exists($href)) then 'a' else 'span'}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:sequence select="$href ! fp:attribute('href', .), @card[$href] ! fp:attribute('data-card', .)"/>
      <xsl:sequence select="fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- What is folded under its summary. -->
  <xsl:template match="tei_details | tei_named" as="element(details)">
    <details>
      <xsl:sequence select="fp:attributes(., ())"/>
      <summary>{@summary}</summary>
      <xsl:apply-templates/>
    </details>
  </xsl:template>

  <!-- The mentions of an entity, by page. -->
  <xsl:template match="tei_mentions" as="element(ul)">
    <ul class="tei-mention-pages">
      <xsl:apply-templates/>
    </ul>
  </xsl:template>

  <!-- The quotations from one page, under a link to it. -->
  <xsl:template match="tei_quotes" as="element(li)">
    <li>
      <p class="tei-mention-page">
        <a href="{fp:target-href(@target)}">{@title}</a>
      </p>
      <ul class="tei-mentions">
        <xsl:apply-templates/>
      </ul>
    </li>
  </xsl:template>

  <!-- A mention in its context, linked to the very word. -->
  <xsl:template match="tei_quote" as="element(li)">
    <li>
      <p class="tei-mention tei-stream-{@stream}">
        <xsl:if test="@label">
          <span class="tei-label">{@label} </span>
        </xsl:if>
        <span class="tei-quotation">
          <xsl:sequence select="@lang ! fp:attribute('lang', .)"/>
          <xsl:text>{@before}</xsl:text>
          <a class="tei-quoted-mention" href="{fp:target-href(@target)}">
            <strong>{@surface}</strong>
          </a>
          <xsl:text>{@after}</xsl:text>
        </span>
        <xsl:if test="@remark">
          <xsl:text> </xsl:text>
          <span class="tei-stream">({@remark})</span>
        </xsl:if>
      </p>
    </li>
  </xsl:template>

  <!-- Who or what of one kind is named on a page. -->
  <xsl:template match="tei_names" as="element()+">
    <p class="tei-label">{@title}</p>
    <ul class="tei-named-list">
      <xsl:apply-templates/>
    </ul>
  </xsl:template>

  <!-- One of them, with a link to the entry. -->
  <xsl:template match="tei_name" as="element(li)">
    <li>
      <a href="{fp:target-href(@target)}">{@name}</a>
      <xsl:if test="normalize-space(@dates)">
        <xsl:text> </xsl:text>
        <span class="tei-dates">{@dates}</span>
      </xsl:if>
    </li>
  </xsl:template>

  <!-- A link in a link, which HTML does not have: its text, with its id and classes. -->
  <xsl:template match="tei_link//tei_link" as="element(span)" priority="2">
    <span>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <!-- A number in the margin that leads to what stands beside it. -->
  <xsl:template match="tei_margin[@target]" as="element(a)">
    <a href="{fp:target-href(@target)}" aria-label="{@label}">
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:apply-templates/>
    </a>
  </xsl:template>

  <!-- A link of docutils' own. -->
  <xsl:template match="reference[@refuri | @refid]" as="element()">
    <xsl:variable name="href" as="xs:string?"
      select="(@refid ! ('#' || .), @refuri ! fp:safe-uri(.))[1]"/>
    <xsl:element name="{if (exists($href)) then 'a' else 'span'}">
      <xsl:sequence select="fp:attributes(., 'reference'), $href ! fp:attribute('href', .)"/>
      <xsl:apply-templates/>
    </xsl:element>
  </xsl:template>

  <!-- A moment, in words and for machines. -->
  <xsl:template match="tei_time" as="element(time)">
    <time>
      <xsl:sequence select="fp:attributes(., ())"/>
      <xsl:sequence select="@datetime ! fp:attribute('datetime', .)"/>
      <xsl:apply-templates/>
    </time>
  </xsl:template>

  <!-- A picture, which says what it shows. -->
  <xsl:template match="tei_drawing" as="element(div)">
    <xsl:variable name="id" as="xs:string" select="'tei-drawing-' || count(preceding::tei_drawing) + 1"/>
    <div>
      <xsl:sequence select="fp:attributes(., ())"/>
      <svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {@width} {@height}"
        aria-labelledby="{$id} {$id}-desc">
        <title id="{$id}">{@title}</title>
        <desc id="{$id}-desc">{@description}</desc>
        <xsl:apply-templates select="tei_shape"/>
      </svg>
    </div>
  </xsl:template>

  <!-- A part of a picture: a rectangle, which may have a label, or a text. -->
  <xsl:template match="tei_shape" as="element()">
    <xsl:element name="{if (@kind = 'text') then 'text' else 'rect'}" namespace="http://www.w3.org/2000/svg">
      <xsl:sequence select="@classes/fp:attribute('class', .), @x, @y, @width, @height"/>
      <xsl:where-populated>
        <title xmlns="http://www.w3.org/2000/svg">{@label}</title>
      </xsl:where-populated>
      <xsl:text>{@text}</xsl:text>
    </xsl:element>
  </xsl:template>

  <!-- The side of a choice that is not shown. -->
  <xsl:template match="tei_alternative" as="element(span)">
    <span hidden="hidden">
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <!-- The views to choose from; without scripts nothing could be chosen, so that the style sheet
       shows them where these run. -->
  <xsl:template match="tei_views" as="element(details)">
    <details hidden="hidden">
      <xsl:sequence select="fp:attributes(., ())"/>
      <summary>{@label}</summary>
      <p>
        <xsl:apply-templates select="*"/>
      </p>
    </details>
  </xsl:template>

  <!-- One choice of views. -->
  <xsl:template match="tei_view" as="element(label)">
    <label>
      <xsl:text>{@label} </xsl:text>
      <select data-tei-view="{@name}" autocomplete="off">
        <xsl:apply-templates select="*"/>
      </select>
    </label>
  </xsl:template>

  <!-- A key, and what it does. -->
  <xsl:template match="tei_key" as="element(span)">
    <span class="tei-key-help">
      <kbd>{@key}</kbd>
      <xsl:text> {.}</xsl:text>
    </span>
  </xsl:template>

  <xsl:template match="tei_option" as="element(option)">
    <option value="{@value}">{.}</option>
  </xsl:template>

  <!-- The mark of a note, with the name by which the style sheet finds it. -->
  <xsl:template match="footnote_reference" as="element(sup)">
    <sup>
      <a style="--tei-at: --tei-mark-{normalize-space()}">
        <xsl:sequence select="fp:attributes(., 'footnote-reference')"/>
        <xsl:sequence select="fp:attribute('href', '#' || @refid), fp:attribute('role', 'doc-noteref')"/>
        <xsl:apply-templates/>
      </a>
    </sup>
  </xsl:template>

  <!-- A note at the end of the page. -->
  <xsl:template match="footnote" as="element(aside)">
    <xsl:variable name="number" as="xs:string" select="normalize-space(label)"/>
    <xsl:variable name="above" as="element(footnote)?" select="
        .[contains-token(string(../@classes), 'tei-notes-beside')]
        /preceding-sibling::footnote[contains-token(@classes, 'tei-beside')][1]"/>
    <aside role="doc-footnote">
      <xsl:attribute name="style" select="
          string-join(('--tei-at: --tei-mark-' || $number, '--tei-as: --tei-note-' || $number,
                       $above/label ! ('--tei-below: --tei-note-' || normalize-space())), '; ')"/>
      <xsl:sequence select="fp:attributes(., 'footnote'), fp:further-ids(.)"/>
      <xsl:apply-templates/>
    </aside>
  </xsl:template>

  <!-- The number of a note, which leads back to its mark. -->
  <xsl:template match="footnote[tokenize(@backrefs)[1]]/label" as="element(span)">
    <xsl:variable name="marks" as="xs:string+" select="tokenize(../@backrefs)"/>
    <span class="label">
      <a href="#{$marks[1]}" role="doc-backlink">
        <xsl:apply-templates/>
      </a>
      <xsl:sequence select="tail($marks) ! fp:back-link(., position() + 1)"/>
    </span>
  </xsl:template>

  <!-- The number of a note that no mark leads to. -->
  <xsl:template match="footnote/label" as="element(span)" priority="0">
    <span class="label">
      <xsl:apply-templates/>
    </span>
  </xsl:template>

  <!-- The parts of a text, or the pages of the edition, as links. -->
  <xsl:template match="toctree" as="element(nav)?">
    <xsl:variable name="label" as="xs:string"
      select="(@caption, preceding-sibling::*[1][self::rubric], fp:label('contents'))[1] ! normalize-space()"/>
    <xsl:if test="not(@hidden = '1') and normalize-space(@entries)">
      <nav class="toctree-wrapper" aria-label="{$label}">
        <ul>
          <xsl:sequence select="tokenize(@entries) ! fp:toctree-entry(.)"/>
        </ul>
      </nav>
    </xsl:if>
  </xsl:template>

  <!-- One page in a list of pages. -->
  <xsl:function name="fp:toctree-entry" as="element(li)">
    <xsl:param name="page" as="xs:string"/>
    <li>
      <a href="{fp:page-href($page)}">{fp:page-title($page)}</a>
    </li>
  </xsl:function>

  <!-- Where the page stands: links to the pages above it. -->
  <xsl:function name="fp:trail" as="element(nav)?">
    <xsl:variable name="above" as="xs:string*" select="tokenize($trail)[. ne $docname]"/>
    <xsl:if test="exists($above)">
      <nav class="tei-breadcrumbs" aria-label="{fp:label('trail')}">
        <ol>
          <xsl:sequence select="$above ! fp:toctree-entry(.)"/>
        </ol>
      </nav>
    </xsl:if>
  </xsl:function>

  <!-- The parts of a page that has several, as links; a register has its letters. -->
  <xsl:function name="fp:page-contents" as="element(details)?">
    <xsl:param name="document" as="element(document)"/>
    <xsl:variable name="parts" as="element(section)*" select="$document/section/section[@ids][title]"/>
    <xsl:if test="count($parts) gt 1
        and not($document/section/*[contains-token(string(@classes), 'tei-letters')])">
      <details class="tei-page-contents tei-generated">
        <summary>{fp:label('page')}</summary>
        <nav aria-label="{fp:label('page')}">
          <xsl:sequence select="fp:list-parts($parts)"/>
        </nav>
      </details>
    </xsl:if>
  </xsl:function>

  <xsl:function name="fp:list-parts" as="element(ul)?">
    <xsl:param name="parts" as="element(section)*"/>
    <xsl:where-populated>
      <ul>
        <xsl:for-each select="$parts">
          <li>
            <a href="#{tokenize(@ids)[1]}">{f:plain-text(title[1])}</a>
            <xsl:sequence select="fp:list-parts(section[@ids][title])"/>
          </li>
        </xsl:for-each>
      </ul>
    </xsl:where-populated>
  </xsl:function>

  <!-- The links to the pages around this one, or nothing where there are none. -->
  <xsl:function name="fp:navigation" as="element(nav)?">
    <xsl:param name="label" as="xs:string"/>
    <xsl:param name="directions" as="xs:string+"/>
    <xsl:variable name="around" as="map(xs:string, xs:string?)"
      select="map{ 'previous': $previous, 'next': $next }"/>
    <xsl:variable name="known" as="xs:string*" select="$directions[normalize-space($around(.))]"/>
    <xsl:if test="exists($known)">
      <nav class="tei-navigation" aria-label="{fp:label($label)}">
        <ul>
          <xsl:sequence select="$known ! fp:navigation-item(., $around(.))"/>
        </ul>
      </nav>
    </xsl:if>
  </xsl:function>

  <!-- One link of the navigation. -->
  <xsl:function name="fp:navigation-item" as="element(li)">
    <xsl:param name="direction" as="xs:string"/>
    <xsl:param name="page" as="xs:string"/>
    <li class="tei-{$direction}">
      <span class="tei-direction">{fp:label($direction)}: </span>
      <a href="{fp:page-href($page)}">{fp:page-title($page)}</a>
    </li>
  </xsl:function>

  <!-- A link in the head of the page, or nothing. -->
  <xsl:function name="fp:head-link" as="element(link)?">
    <xsl:param name="relation" as="xs:string"/>
    <xsl:param name="page" as="xs:string"/>
    <xsl:if test="normalize-space($page)">
      <link rel="{$relation}" href="{fp:page-href($page)}"/>
    </xsl:if>
  </xsl:function>

  <!-- A link back to the second or a later mark of the same note. -->
  <xsl:function name="fp:back-link" as="node()+">
    <xsl:param name="mark" as="xs:string"/>
    <xsl:param name="number" as="xs:integer"/>
    <xsl:text> </xsl:text>
    <a class="tei-back" href="#{$mark}" role="doc-backlink">({$number})</a>
  </xsl:function>

  <!-- The attributes that any element may have: id, classes, language and direction. -->
  <xsl:function name="fp:attributes" as="attribute()*">
    <xsl:param name="node" as="element()"/>
    <xsl:param name="class" as="xs:string?"/>
    <xsl:if test="$node/@ids">
      <xsl:attribute name="id" select="tokenize($node/@ids)[1]"/>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="contains($node/@classes, 'language-') or contains($node/@classes, 'rtl')">
        <xsl:sequence select="fp:class-attributes(($class, tokenize($node/@classes)))"/>
      </xsl:when>
      <xsl:when test="$class or $node/@classes">
        <xsl:attribute name="class"
          select="$class[not(contains-token(string($node/@classes), .))], $node/@classes"/>
      </xsl:when>
    </xsl:choose>
  </xsl:function>

  <!-- Classes as attributes: those of docutils that name a language or direction become theirs. -->
  <xsl:function name="fp:class-attributes" as="attribute()*">
    <xsl:param name="classes" as="xs:string*"/>
    <xsl:variable name="languages" as="xs:string*" select="$classes[starts-with(., 'language-')]"/>
    <xsl:where-populated>
      <xsl:attribute name="class" select="distinct-values($classes[not(. = $languages)])"/>
      <xsl:attribute name="lang" select="$languages[1] ! substring-after(., '-')"/>
      <xsl:attribute name="dir" select="$classes[. = ('rtl', 'ltr')][1]"/>
    </xsl:where-populated>
  </xsl:function>

  <!-- One attribute. -->
  <xsl:function name="fp:attribute" as="attribute()">
    <xsl:param name="name" as="xs:string"/>
    <xsl:param name="value" as="xs:string"/>
    <xsl:attribute name="{$name}" select="$value"/>
  </xsl:function>

  <!-- Targets for the ids after the first: HTML has one an element. -->
  <xsl:function name="fp:further-ids" as="element(span)*">
    <xsl:param name="node" as="element()?"/>
    <xsl:sequence select="if (contains($node/@ids, ' ')) then tail(tokenize($node/@ids)) ! fp:anchor(.) else ()"/>
  </xsl:function>

  <!-- A place to link to. -->
  <xsl:function name="fp:anchor" as="element(span)">
    <xsl:param name="id" as="xs:string"/>
    <span id="{$id}"/>
  </xsl:function>

  <!-- True for an element that stands in a line of text. -->
  <xsl:function name="fp:is-inline" as="xs:boolean">
    <xsl:param name="node" as="element()"/>
    <xsl:sequence select="$node/ancestor::*/local-name() = $fp:text-elements"/>
  </xsl:function>

  <!-- The text of an element without its note marks and hidden sides, in one line. -->
  <xsl:function name="f:plain-text" as="xs:string" visibility="public">
    <xsl:param name="node" as="element()"/>
    <xsl:variable name="parts" as="item()*">
      <xsl:apply-templates select="$node/node()" mode="m:html-plain"/>
    </xsl:variable>
    <xsl:sequence select="normalize-space(string-join($parts))"/>
  </xsl:function>

  <!-- What a title without markup leaves out. -->
  <xsl:template mode="m:html-plain"
    match="footnote_reference | tei_alternative | tei_margin
      | *[tokenize(@classes) = ('tei-sign', 'tei-break-number')] | superscript[tei_link[tokenize(@classes) = 'tei-generated']]" as="empty-sequence()"/>

  <!-- The path of a page from the root of the site. -->
  <xsl:function name="f:page-path" as="xs:string" visibility="public">
    <xsl:param name="page" as="xs:string"/>
    <xsl:sequence select="
      ($fp:pages($page) ! .('href') ! string(), fp:encode-path($page || '.html'))[1]"/>
  </xsl:function>

  <!-- The way from one file of the site to another; both paths count from its root. -->
  <xsl:function name="f:relative" as="xs:string" visibility="public">
    <xsl:param name="from" as="xs:string"/>
    <xsl:param name="to" as="xs:string"/>
    <xsl:variable name="from-steps" as="xs:string*" select="tokenize($from, '/')"/>
    <xsl:variable name="to-steps" as="xs:string*" select="tokenize($to, '/')"/>
    <xsl:variable name="last" as="xs:integer" select="min((count($from-steps), count($to-steps)))"/>
    <xsl:variable name="fork" as="xs:integer" select="
      (for $i in 1 to $last - 1 return $i[$from-steps[$i] ne $to-steps[$i]], $last)[1]"/>
    <xsl:sequence select="string-join((
      ($fork to count($from-steps) - 1) ! '..',
      subsequence($to-steps, $fork)), '/')"/>
  </xsl:function>

  <!-- The way to a page. -->
  <xsl:function name="fp:page-href" as="xs:string">
    <xsl:param name="page" as="xs:string"/>
    <xsl:sequence select="f:relative($fp:here, f:page-path($page))"/>
  </xsl:function>

  <!-- The title of a page; its name where nobody told us. -->
  <xsl:function name="fp:page-title" as="xs:string">
    <xsl:param name="page" as="xs:string"/>
    <xsl:sequence select="($fp:pages($page) ! .('title') ! string()[normalize-space()], $page)[1]"/>
  </xsl:function>

  <!-- The way to `page#id`; on this very page the fragment alone. -->
  <xsl:function name="fp:target-href" as="xs:string">
    <xsl:param name="target" as="xs:string"/>
    <xsl:variable name="page" as="xs:string" select="tokenize($target, '#')[1]"/>
    <xsl:variable name="fragment" as="xs:string" select="substring($target, string-length($page) + 1)"/>
    <xsl:sequence select="
      if ($page = ('', $docname) and $fragment) then $fragment
      else fp:page-href($page) || $fragment"/>
  </xsl:function>

  <!-- The address of a picture: one of the web, one from the site's root, or one beside the page. -->
  <xsl:function name="fp:image-href" as="xs:string">
    <xsl:param name="uri" as="xs:string"/>
    <xsl:sequence select="
      if (matches($uri, '^https?:', 'i')) then iri-to-uri($uri)
      else if (starts-with($uri, '/')) then f:relative($fp:here, fp:encode-path(substring($uri, 2)))
      else fp:encode-path($uri)"/>
  </xsl:function>

  <!-- An address that a reader may follow without harm, or nothing. -->
  <xsl:function name="fp:safe-uri" as="xs:string?">
    <xsl:param name="uri" as="xs:string"/>
    <xsl:sequence select="iri-to-uri(normalize-space($uri))[matches(., '^((https?|ftps?|mailto|tel|urn|doi|geo):|[^:]*$|[^:]*[/?#])', 'i')]"/>
  </xsl:function>

  <!-- A path with what a URI cannot hold written as it must be. -->
  <xsl:function name="fp:encode-path" as="xs:string">
    <xsl:param name="path" as="xs:string"/>
    <xsl:sequence select="string-join(tokenize($path, '/') ! encode-for-uri(.), '/')"/>
  </xsl:function>

  <!-- A word of ours in the edition's language, in English where we have no other. -->
  <xsl:function name="fp:label" as="xs:string">
    <xsl:param name="key" as="xs:string"/>
    <xsl:sequence select="($fp:labels(lower-case(tokenize($language, '-')[1])), $fp:labels('en'))[1]($key)"/>
  </xsl:function>

</xsl:stylesheet>
