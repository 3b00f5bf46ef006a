<?xml version="1.0" encoding="UTF-8"?>
<!-- The paths of pages and files, and the addresses of links. -->
<xsl:stylesheet version="3.0"
  xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:f="urn:tei-edition:function"
  xmlns:fp="urn:tei-edition:function:private"
  xmlns:v="urn:tei-edition:value"
  exclude-result-prefixes="#all"
  expand-text="yes">

  <!-- The pages as a map, in whichever form they were given. -->
  <xsl:variable name="fp:pages" as="map(xs:string, item())"
    select="if ($pages instance of map(*)) then $pages else parse-json(string($pages))"/>

  <!-- Where this page lies. -->
  <xsl:variable name="fp:here" as="xs:string" select="f:page-path($docname)"/>

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
    <xsl:variable name="address" as="xs:string" select="iri-to-uri(normalize-space($uri))"/>
    <xsl:variable name="scheme" as="xs:string" select="substring-before($address, ':')"/>
    <xsl:sequence select="
      $address[not(contains(., ':')) or matches($scheme, '[/?#]')
               or lower-case($scheme) = $v:safe-schemes]"/>
  </xsl:function>

  <!-- A path with what a URI cannot hold written as it must be. -->
  <xsl:function name="fp:encode-path" as="xs:string">
    <xsl:param name="path" as="xs:string"/>
    <xsl:sequence select="string-join(tokenize($path, '/') ! encode-for-uri(.), '/')"/>
  </xsl:function>

</xsl:stylesheet>
