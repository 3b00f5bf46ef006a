<?xml version="1.0" encoding="UTF-8"?>
<!-- The page: its parameters, its head, and what is around the text. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:m="urn:tei-edition:mode"
  xmlns:f="urn:tei-edition:function"
  xmlns:v="urn:tei-edition:value"
  xmlns:fp="urn:tei-edition:function:private"
  exclude-result-prefixes="#all"
  default-mode="m:html"
  expand-text="yes">

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

  <!-- The docnames of the pages that this one is below, the outermost first, in one string;
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

  <!-- The paths of the editor's own style sheets from the root of the site, one per line. -->
  <xsl:param name="styles" as="xs:string" select="''"/>

  <!-- The path of the script of the reader's choices from the root of the site. -->
  <xsl:param name="script" as="xs:string" select="'edition.js'"/>

  <!-- What programs read in the head of the page of how it is cited, as XML. -->
  <xsl:param name="citation-head" as="xs:string" select="''"/>

  <!-- The block that tells readers how the page is cited, as XML. -->
  <xsl:param name="citation" as="xs:string" select="''"/>

  <!-- The path of the script with the words of all others, from the root of the site. -->
  <xsl:param name="words-script" as="xs:string" select="'words.js'"/>

  <!-- The path of the script of that block from the root of the site. -->
  <xsl:param name="citation-script" as="xs:string" select="'citation.js'"/>

  <!-- Entry: a staged page becomes a page of the site. -->
  <xsl:template match="/document" as="element(html)">
    <xsl:variable name="heading" as="xs:string"
      select="string-join((section/title)[1] ! f:plain-text(.))"/>
    <xsl:variable name="main-id" as="xs:string" select="(section[1]/@ids ! tokenize(.)[1], 'text')[1]"/>
    <html lang="{$language}">
      <xsl:if test="$v:words('')?direction = 'rtl'">
        <xsl:attribute name="dir" select="'rtl'"/>
      </xsl:if>
      <head>
        <meta charset="utf-8"/>
        <!-- No page has a script in it, and none asks another host (sphinxext/html/policy.py). -->
        <meta http-equiv="Content-Security-Policy" 
          content="default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src {string-join(distinct-values(('''self''', 'data:', //tei_picture/@origin)), ' ')}; font-src 'self' data:; media-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>{string-join(distinct-values(($heading, $edition)[normalize-space()]), ' – ')}</title>
        <link rel="stylesheet" href="{f:relative($fp:here, $stylesheet)}"/>
        <xsl:for-each select="tokenize($styles, '\n')[.]">
          <link rel="stylesheet" href="{f:relative($fp:here, fp:encode-path(.))}"/>
        </xsl:for-each>
        <xsl:if test="//tei_facsimile">
          <link rel="stylesheet" href="{f:relative($fp:here, 'facsimile.css')}"/>
        </xsl:if>
        <xsl:if test="//tei_views">
          <script src="{f:relative($fp:here, $script)}"/>
        </xsl:if>
        <xsl:if test="$citation or //tei_facsimile or //tei_views[tokenize(@classes) = 'tei-filters']">
          <script src="{f:relative($fp:here, $words-script)}" defer="defer"/>
        </xsl:if>
        <xsl:if test="//tei_facsimile">
          <script src="{f:relative($fp:here, 'facsimile.js')}" defer="defer"/>
        </xsl:if>
        <xsl:if test="$citation">
          <script src="{f:relative($fp:here, $citation-script)}" defer="defer"/>
        </xsl:if>
        <xsl:sequence select="fp:parse-markup($citation-head)"/>
        <xsl:sequence select="fp:head-link('prev', $previous), fp:head-link('next', $next)"/>
      </head>
      <body>
        <a class="tei-skip" href="#{$main-id}">{f:word('skip')}</a>
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

  <!-- The page itself, which says at its foot how it is cited. -->
  <xsl:template match="document/section[1]" as="element(section)" priority="1">
    <section>
      <xsl:sequence select="fp:attributes(., ()), fp:further-ids(.)"/>
      <xsl:variable name="downloads" as="element(tei_downloads)?" select="*[last()][self::tei_downloads]"/>
      <xsl:apply-templates select="node() except $downloads"/>
      <xsl:sequence select="fp:parse-markup($citation)"/>
      <xsl:apply-templates select="$downloads"/>
    </section>
  </xsl:template>

  <!-- A link in the head of the page, or nothing. -->
  <xsl:function name="fp:head-link" as="element(link)?">
    <xsl:param name="relation" as="xs:string"/>
    <xsl:param name="page" as="xs:string"/>
    <xsl:if test="normalize-space($page)">
      <link rel="{$relation}" href="{fp:page-href($page)}"/>
    </xsl:if>
  </xsl:function>

</xsl:stylesheet>
