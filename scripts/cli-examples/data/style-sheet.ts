/** The documentation's style sheet: the template of the classic pages with another background. */
export const css = `.logo-customizable {
\tmax-width: 60%;
\tmax-height: 30%;
}
.banner-customizable {
\tpadding: 25px 0px 25px 10px;
\tbackground-color: lightgray;
}
.label-customizable {
\tfont-weight: 300;
}
.textDescription-customizable {
\tpadding-top: 10px;
\tpadding-bottom: 10px;
\tdisplay: block;
\tfont-size: 16px;
}
.idpDescription-customizable {
\tpadding-top: 10px;
\tpadding-bottom: 10px;
\tdisplay: block;
\tfont-size: 16px;
}
.legalText-customizable {
\tcolor: #747474;
\tfont-size: 11px;
}
.submitButton-customizable {
\tfont-size: 14px;
\tfont-weight: bold;
\tmargin: 20px 0px 10px 0px;
\theight: 40px;
\twidth: 100%;
\tcolor: #fff;
\tbackground-color: #337ab7;
}
.submitButton-customizable:hover {
\tcolor: #fff;
\tbackground-color: #286090;
}
.errorMessage-customizable {
\tpadding: 5px;
\tfont-size: 14px;
\twidth: 100%;
\tbackground: #F5F5F5;
\tborder: 2px solid #D64958;
\tcolor: #D64958;
}
.inputField-customizable {
\twidth: 100%;
\theight: 34px;
\tcolor: #555;
\tbackground-color: #fff;
\tborder: 1px solid #ccc;
}
.inputField-customizable:focus {
\tborder-color: #66afe9;
\toutline: 0;
}
.idpButton-customizable {
\theight: 40px;
\twidth: 100%;
\ttext-align: center;
\tmargin-bottom: 15px;
\tcolor: #fff;
\tbackground-color: #5bc0de;
\tborder-color: #46b8da;
}
.idpButton-customizable:hover {
\tcolor: #fff;
\tbackground-color: #31b0d5;
}
.socialButton-customizable {
\theight: 40px;
\ttext-align: left;
\twidth: 100%;
\tmargin-bottom: 15px;
}
.redirect-customizable {
\ttext-align: center;
}
.passwordCheck-notValid-customizable {
\tcolor: #DF3312;
}
.passwordCheck-valid-customizable {
\tcolor: #19BF00;
}
.background-customizable {
\tbackground-color: #faf;
}
`

/** The same as the documentation writes it between quotes: with signs for the ends of lines. */
export const writtenCss = css.replaceAll('\n', '\\n').replaceAll('\t', '\\t')
