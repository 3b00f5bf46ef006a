<?xml version="1.0" encoding="UTF-8"?>
<!-- The tags by which browsers know languages: of two codes of ISO 639 the shorter (BCP 47, section
     2.2.1), which editions often have not. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:map="http://www.w3.org/2005/xpath-functions/map"
    xmlns:f="urn:tei-edition:function"
    xmlns:v="urn:tei-edition:value"
    exclude-result-prefixes="#all">

  <!-- Languages as they are known to browsers, each with its other codes. -->
  <xsl:variable name="v:languages" as="map(xs:string, xs:string)" select="
      map:merge(
        for $language in tokenize('
            af=afr am=amh ar=ara be=bel bg=bul bn=ben bo=bod,tib br=bre bs=bos ca=cat cs=ces,cze
            cy=cym,wel da=dan de=deu,ger el=ell,gre en=eng eo=epo es=spa et=est eu=eus,baq
            fa=fas,per fi=fin fo=fao fr=fra,fre fy=fry ga=gle gd=gla gl=glg gu=guj he=heb hi=hin
            hr=hrv hu=hun hy=hye,arm id=ind is=isl,ice it=ita ja=jpn jv=jav ka=kat,geo kk=kaz
            km=khm kn=kan ko=kor ku=kur la=lat lb=ltz lo=lao lt=lit lv=lav mk=mkd,mac ml=mal
            mn=mon mr=mar ms=msa,may mt=mlt my=mya,bur nb=nob ne=nep nl=nld,dut nn=nno no=nor
            oc=oci pa=pan pi=pli pl=pol ps=pus pt=por qu=que rm=roh ro=ron,rum ru=rus sa=san
            sc=srd sd=snd si=sin sk=slk,slo sl=slv so=som sq=sqi,alb sr=srp sv=swe sw=swa ta=tam
            te=tel tg=tgk th=tha tk=tuk tl=tgl tr=tur tt=tat ug=uig uk=ukr ur=urd uz=uzb vi=vie
            yi=yid yo=yor zh=zho,chi zu=zul')[.],
          $code in tokenize(substring-after($language, '='), ',')
        return map { $code: substring-before($language, '=') })"/>

  <!-- A language as browsers know it: `de` for `ger`, `de-AT` for `deu-AT`. -->
  <xsl:function name="f:browser-language" as="xs:string" visibility="public">
    <xsl:param name="tag" as="xs:string"/>
    <xsl:variable name="code" as="xs:string" select="tokenize($tag, '-')[1]"/>
    <xsl:sequence select="
        ($v:languages(lower-case($code)), $code)[1] || substring($tag, string-length($code) + 1)"/>
  </xsl:function>

</xsl:stylesheet>
