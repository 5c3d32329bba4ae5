/**
 * The beginning of each page's first script: the only texts that may become markup or the address of a script, in a
 * browser that enforces trusted types (content-policy.ts). React makes script elements out of one text, and the
 * bundler's loader sets the addresses of chunks; nothing else on these pages does either, so that a text which got into
 * a sink by mistake is refused.
 */
export const trustedTypes = `self.trustedTypes?.createPolicy("default",{\
createHTML:(text)=>text==="<script>\\x3c/script>"?text:null,\
createScriptURL:(url)=>new URL(url,location.href).href.startsWith(location.origin+"/_next/static/")?url:null});`;
