// Leads from a document's permanent address to its page in the reader's language, with the passage that was asked for.
(() => {
  const links = [...document.querySelectorAll("a[hreflang]")];
  const wanted = (navigator.languages || [navigator.language]).map((tag) => tag.slice(0, 2).toLowerCase());
  const language = wanted.find((tag) => links.some((link) => link.hreflang === tag)) || "en";
  const link = links.find((one) => one.hreflang === language);
  if (link) window.location.replace(link.href + window.location.hash);
})();
