/** Style of what is around the form: every rule is of one class at most, so that a pool's own style prevails. */
export const frameRules = `
:root { color-scheme: var(--scheme); --space: 1rem; --control: 3rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100% }
:root[data-density=COMPACT] { --space: .75rem; --control: 2.75rem }
:root[data-density=SPACIOUS] { --space: 1.25rem; --control: 3.25rem }
*, ::before, ::after { box-sizing: border-box }
body { position: relative; isolation: isolate; display: flex; flex-direction: column; margin: 0; min-height: 100vh; min-height: 100dvh;
  background: var(--page-glow) no-repeat var(--page-background); color: var(--body);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif; overflow-wrap: break-word }
:lang(ja) { font-family: system-ui, -apple-system, "Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", sans-serif }
:lang(ko) { font-family: system-ui, -apple-system, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif; word-break: keep-all }
:lang(zh-CN) { font-family: system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif }
:lang(zh-TW) { font-family: system-ui, -apple-system, "PingFang TC", "Microsoft JhengHei", "Noto Sans TC", "Noto Sans CJK TC", sans-serif }
h1, p, ul { margin: 0; padding: 0 }
ul { list-style: none }
img { max-width: 100% }
[hidden] { display: none !important }
.icon { flex: none; width: 1.25rem; height: 1.25rem; object-fit: contain }
.backdrop { position: absolute; inset: 0; z-index: -1; width: 100%; height: 100%; object-fit: cover }

.place { flex: 1; display: flex; flex-direction: column; gap: calc(1.25*var(--space)); padding: 2.5rem 1rem; justify-content: center; align-items: center }
.place[data-vertical=START] { justify-content: flex-start }
.place[data-vertical=END] { justify-content: flex-end }
.place[data-horizontal=START] { align-items: flex-start }
.place[data-horizontal=END] { align-items: flex-end }
main { width: 100%; max-width: 28rem }
.card { position: relative; isolation: isolate; overflow: hidden; padding: calc(2.25*var(--space)); background: var(--form-background);
  border: 1px solid var(--form-border); border-radius: var(--form-radius); box-shadow: var(--form-shadow) }
h1 { color: var(--heading); font-size: 1.5625rem; font-weight: 650; line-height: 1.25; letter-spacing: -.018em; text-align: center; text-wrap: balance }
:lang(ja) h1, :lang(ko) h1, :lang(zh) h1 { letter-spacing: 0 }
.introduction { margin-top: .5rem; color: var(--description); text-align: center; text-wrap: balance; overflow-wrap: anywhere }
.introduction bdi { color: var(--heading); font-weight: 600 }
.graphic { display: block; width: 4rem; height: 4rem; margin: 0 auto var(--space); object-fit: contain }
.emblem { display: grid; place-items: center; border-radius: 50%; background: var(--emblem-background); color: var(--emblem-text) }
.emblem .icon { width: 1.875rem; height: 1.875rem }

.banner { margin: calc(-2.25*var(--space)) calc(-2.25*var(--space)) calc(2.25*var(--space)); text-align: center }
.logo-customizable { display: block; max-width: min(100%, 350px); max-height: 178px; margin: 0 auto }
.with-logo { padding: calc(1.5*var(--space)) var(--space) 0 }
.banner + h1, .banner + .graphic { margin-top: 0 }
.logo { display: flex; justify-content: center }
.logo[data-location=START] { justify-content: flex-start }
.logo[data-location=END] { justify-content: flex-end }
.form-logo { display: block; max-height: 6rem; margin-block: 0 calc(1.5*var(--space)) }
* + .logo { margin-top: calc(1.5*var(--space)) }
* + .logo .form-logo { margin-bottom: 0 }

.bar { position: relative; isolation: isolate; display: flex; align-items: center; justify-content: center; min-height: 4rem; padding: .75rem 1.5rem; background: var(--header-background); border-bottom: 1px solid var(--header-border) }
.bar[data-location=START] { justify-content: flex-start }
.bar[data-location=END] { justify-content: flex-end }
.page-footer { background: var(--footer-background); border-block: 1px solid var(--footer-border); border-bottom: 0 }
.bar-logo { display: block; max-height: 2.5rem }

.languages { width: 100%; max-width: 28rem; text-align: center; font-size: .9375rem }
.languages summary { display: inline-flex; align-items: center; gap: .5rem; min-height: 2.75rem; padding: 0 .875rem; border-radius: var(--menu-radius); color: var(--menu-text); cursor: pointer; list-style: none }
.languages summary::-webkit-details-marker { display: none }
.languages summary::after { content: ""; width: .4rem; height: .4rem; margin: -.2rem .1rem 0; border: solid; border-width: 0 1.5px 1.5px 0; transform: rotate(45deg) }
.languages details[open] summary::after { margin-top: .2rem; transform: rotate(225deg) }
.languages ul { display: flex; flex-wrap: wrap; justify-content: center; gap: .25rem; margin-top: .5rem }
.languages a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 .875rem; border: 1px solid var(--menu-border); border-radius: var(--menu-radius); background: var(--menu-background); color: var(--menu-text); text-decoration: none }
.languages a:hover, .languages summary:hover { background: var(--menu-hover-background); border-color: var(--menu-hover-border); color: var(--menu-hover-text) }
.languages a[aria-current] { background: var(--menu-hover-background); border-color: var(--menu-hover-border); color: var(--menu-hover-text); font-weight: 600 }

@media (max-width: 30rem) {
  body { background: var(--form-background) }
  .place { padding: 0 0 1.5rem; justify-content: flex-start }
  .card { padding: 2rem 1.25rem 1rem; border: 0; border-radius: 0; box-shadow: none; overflow: visible }
  h1 { font-size: 1.4375rem }
  .banner { margin: -2rem -1.25rem 1.5rem }
  .languages { padding: 0 1.25rem }
}
`
