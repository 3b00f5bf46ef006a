(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(nxml-mode . ("tei-edition" "lsp"))))
(add-hook 'nxml-mode-hook #'eglot-ensure)
