// Comforts of imports: dropping a file, its size before it is sent, the next cell to mend.

const upload = document.querySelector("[data-upload]");

function tooLarge(file) {
  const most = Number(upload.dataset.most);
  return file && file.size > most;
}

function tell(sentence) {
  upload.querySelector("[data-file-error]").textContent = sentence;
}

function megabytes(bytes) {
  return Math.ceil(bytes / 1048576).toLocaleString(document.documentElement.lang);
}

function check(input) {
  const [file] = input.files;
  if (!tooLarge(file)) {
    tell("");
    return true;
  }
  const sentence = upload.dataset.tooLarge
    .replace("{size}", megabytes(file.size))
    .replace("{most}", megabytes(Number(upload.dataset.most)));
  tell(sentence);
  return false;
}

if (upload) {
  const drop = upload.querySelector("[data-drop]");
  const input = drop.querySelector("input[type=file]");
  input.addEventListener("change", () => check(input));
  upload.addEventListener("submit", (event) => {
    if (!check(input)) {
      event.preventDefault();
      input.focus();
    }
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      check(input);
    }
  });
  const year = upload.querySelector("select[name=year]");
  const follow = () => {
    for (const link of upload.querySelectorAll("[data-template]")) {
      const url = new URL(link.href);
      url.searchParams.set("year", year.value);
      link.href = url;
    }
  };
  year.addEventListener("change", follow);
  follow();
}

for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) event.preventDefault();
  });
}

// After a cell is mended its row is replaced: go on with the next one.
document.body.addEventListener("mended", (event) => {
  const counter = document.querySelector("[data-waits]");
  if (counter) counter.textContent = event.detail.waits;
});

let nextRow = null;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  nextRow = event.detail.target.closest?.("tr")?.nextElementSibling ?? null;
});
document.body.addEventListener("htmx:afterSettle", () => {
  for (let row = nextRow; row; row = row.nextElementSibling) {
    const input = row.querySelector(".mend-cell input[type=text]");
    if (input) {
      input.focus();
      input.select();
      break;
    }
  }
  nextRow = null;
});
